#!/bin/bash
# Run once by the postgres image, when its volume is empty: each service gets a database of its own and
# a user who owns it and can reach no other. Passwords are files, see the service "secrets".
set -euo pipefail

for name in conversation attachment analytics keycloak; do
  psql -v ON_ERROR_STOP=1 -v name="$name" -v password="$(<"/run/secrets/parley/database-$name")" \
    --username "$POSTGRES_USER" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
SQL
done
