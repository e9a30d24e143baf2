-- Run once, when the volume of the database is new: compose.yaml gives it to PostgreSQL's image.
-- The site gets a role that is no superuser: it owns its database, reads no file and runs no program
-- of the database's machine. CREATEDB is for `manage.py restore`, which puts a new database in the
-- place of the old one. The superuser keeps no password, so it is let in by no network:
-- `docker compose exec database psql -U postgres`.
\getenv password POSTGRES_PASSWORD
CREATE ROLE newsroom LOGIN CREATEDB PASSWORD :'password';
CREATE DATABASE newsroom OWNER newsroom;
ALTER ROLE postgres PASSWORD NULL;
