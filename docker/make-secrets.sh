#!/bin/sh
# Write random passwords into secrets/, each in a file of its own, unless they exist. Prints none of them.
set -eu
cd "$(dirname "$0")/secrets"
umask 077
for name in db_password admin_password replication_password; do
    if [ ! -s "$name" ]; then
        head -c 24 /dev/urandom | base64 | tr -d '\n' | tr '+/' '-_' >"$name"
        echo "secrets/$name written"
    fi
done
# the containers' users are others than the one who calls this
chmod 644 db_password admin_password replication_password
