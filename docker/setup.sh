#!/bin/bash
# Make the database with all add-ons when there is none, or upgrade the add-ons that are older than this image.
# Runs to its end before any server starts; safe to run again.
set -euo pipefail

addons="$(cd /usr/local/share/gaj/addons && printf '%s,' gaj_*)"
addons="${GAJ_ADDONS:-${addons%,}}"

until pg_isready --quiet; do
    sleep 1
done

if [ "$(psql -d postgres -Atc "SELECT count(*) FROM pg_database WHERE datname = '$DB_NAME'")" = 0 ]; then
    createdb --template=template0 --encoding=UTF8 --lc-collate=C "$DB_NAME"
fi

# A set-up that was cut off leaves a database without the mark; installing again completes it.
if [ "$(psql -d "$DB_NAME" -Atc "SELECT to_regclass('gaj_image_mark') IS NULL")" = t ]; then
    odoo -d "$DB_NAME" -i "$addons" --load-language=zh_CN --no-http --stop-after-init
    odoo shell -d "$DB_NAME" --no-http --log-level=warn </usr/local/share/gaj/setup.py
    psql -q -d "$DB_NAME" -c "CREATE TABLE gaj_image_mark (made timestamp NOT NULL DEFAULT now())"
else
    odoo -d "$DB_NAME" -i "$addons" -u "$addons" --no-http --stop-after-init
fi
