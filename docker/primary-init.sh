#!/bin/bash
# Runs once, when the primary's data folder is new: a role and a slot for the replica, and its way in.
set -euo pipefail

psql -v ON_ERROR_STOP=1 -v password="$(</run/secrets/replication_password)" -U "$POSTGRES_USER" -d postgres <<'SQL'
CREATE ROLE replicator WITH REPLICATION LOGIN PASSWORD :'password';
SELECT pg_create_physical_replication_slot('replica');
SQL
echo "host replication replicator all scram-sha-256" >>"$PGDATA/pg_hba.conf"
