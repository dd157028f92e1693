#!/bin/bash
# Makes up every secret of docker-compose.yml that is not there yet: a file each, in the volume that the
# containers mount. So nothing has a default that somebody could know.
set -euo pipefail
umask 022
cd "${1:-/run/secrets/parley}"

for name in postgresql database-conversation database-attachment database-analytics database-keycloak \
  keycloak-admin attachment-links service-clients; do
  [[ -s "$name" ]] || head -c 30 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n' >"$name"
done

# The key that signs tokens of followers without an issuer of their own.
if [[ ! -s follower-tokens ]]; then
  openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 >follower-tokens.part 2>/dev/null
  mv follower-tokens.part follower-tokens
fi
