#!/bin/bash
# Copy the primary when the data folder is new, then follow it. A copy that was cut off is made again.
set -euo pipefail

export PGDATA=/var/lib/postgresql/data
if [ ! -s "$PGDATA/copied" ]; then
    find "$PGDATA" -mindepth 1 -delete
    chown postgres:postgres "$PGDATA"
    chmod 700 "$PGDATA"
    PGPASSWORD="$(</run/secrets/replication_password)" gosu postgres pg_basebackup \
        --host=primary --username=replicator --pgdata="$PGDATA" \
        --wal-method=stream --slot=replica --write-recovery-conf --checkpoint=fast --progress
    date >"$PGDATA/copied"
    chown postgres:postgres "$PGDATA/copied"
fi
# Long reports read here: the primary may wait for them a while before it cleans up under their feet.
exec docker-entrypoint.sh postgres -c hot_standby=on -c max_connections=300 -c shared_buffers=1GB \
    -c hot_standby_feedback=on -c max_standby_streaming_delay=60s
