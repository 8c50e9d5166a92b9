#!/bin/sh
# Writes the secrets that docker-compose.yml reads into ./secrets, once: what exists stays.
set -eu
cd "$(dirname "$0")/.."
umask 077
mkdir -p secrets
random() { od -An -tx1 -N32 /dev/urandom | tr -d ' \n'; }
keep() { [ -e "secrets/$1" ] || printf %s "$2" > "secrets/$1"; }
for name in superuser_password deployer_password authenticator_password worker_password jwt_secret; do
  keep "$name" "$(random)"
done
url() { printf 'postgres://%s:%s@database:5432/visual_pipeline' "$1" "$(cat "secrets/$2_password")"; }
keep deployer_database_url "$(url vp_deployer deployer)"
keep authenticator_database_url "$(url vp_authenticator authenticator)"
keep worker_database_url "$(url vp_worker worker)"
# Empty: no webhook is believed, and tasks are asked for.
keep freepik_webhook_secret ''
if [ ! -e secrets/freepik_api_key ]; then
  echo 'Put your Freepik API key into secrets/freepik_api_key, then run this again.' >&2
fi
# The containers' users are not this one.
chmod 644 secrets/*
chmod 700 secrets
