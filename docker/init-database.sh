#!/bin/sh
# Run once by the postgres image on an empty data folder: the login that deploys (no superuser) and the database it owns.
set -eu
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -v password="$(cat /run/secrets/deployer_password)" <<'SQL'
create role vp_deployer login createrole password :'password';
create database visual_pipeline owner vp_deployer;
SQL
