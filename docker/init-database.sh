#!/bin/sh
# Run once by the postgres image on an empty data folder: the login that deploys (no superuser), the database it owns, and
# the statistics that only a superuser can open.
set -eu
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -v password="$(cat /run/secrets/deployer_password)" <<'SQL'
create role vp_deployer login createrole password :'password';
grant pg_monitor to vp_deployer with admin option;
create database visual_pipeline owner vp_deployer;
\connect visual_pipeline
create schema extensions authorization vp_deployer;
create extension pg_stat_statements schema extensions;
SQL
