#!/bin/bash
# Start `gaj-setup` or `odoo` with the database server of the environment and its password from a secret.
#   DB_HOST, DB_PORT, DB_USER, DB_NAME     the database
#   DB_PASSWORD_FILE                       file with the password (never an argument: arguments can be seen by all)
#   DB_REPLICA_HOST, DB_REPLICA_PORT       read replica, if there is one
set -euo pipefail

export PGHOST="${DB_HOST:-db}" PGPORT="${DB_PORT:-5432}" PGUSER="${DB_USER:-odoo}"
export DB_NAME="${DB_NAME:-gaj}"
PGPASSWORD="$(<"${DB_PASSWORD_FILE:-/run/secrets/db_password}")"
export PGPASSWORD

case "${1:-odoo}" in
odoo)
    shift || true
    replica=()
    if [ -n "${DB_REPLICA_HOST:-}" ]; then
        replica=(--db_replica_host="$DB_REPLICA_HOST" --db_replica_port="${DB_REPLICA_PORT:-5432}")
    fi
    exec odoo -d "$DB_NAME" --db-filter="^${DB_NAME}\$" "${replica[@]}" "$@"
    ;;
setup)
    exec gaj-setup
    ;;
*)
    exec "$@"
    ;;
esac
