#!/usr/bin/env bash
# Databases as sources: SQLite by ODBC and a PostgreSQL server of this test's own. The same rows from a CSV file, from both
# databases and on any number of ranks give the same result; what goes wrong ends in one line with exit code 4 on all
# ranks; the password is nowhere.
. "$(dirname "$0")/common.sh"
secret=Zzyzx       # occurs only in values: must never be printed
password=sesam42   # must not be in anything that the program leaves or prints
more_ranks=$(quick_or_long "1 3" "1 2 3 7")

# ---- the same people three times -------------------------------------------------------------------------------------
python3 - "$work" <<'PY'
import csv, random, sqlite3, sys
work, draw = sys.argv[1], random.Random(5)
rows = []
for i in range(3000):
    person = draw.randrange(2400)
    rows.append((str(100 + i), f"Given{person % 61}", "Zzyzx" if person == 7 else f"Su\u00e4rname {person % 311}",
                 f"19{person % 80 + 10}-{person % 12 + 1:02d}-{person % 28 + 1:02d}", f"0{1600000000 + person * 7}"))
rows.sort()
with open(work + "/people.csv", "w", newline="", encoding="utf-8") as f:
    csv.writer(f, lineterminator="\n").writerows([("id", "given", "surname", "dob", "phone")] + rows)
database = sqlite3.connect(work + "/people.db")
database.execute("CREATE TABLE people(id integer primary key, given varchar(5), surname text, dob date, phone varchar(20))")
draw.shuffle(rows)
database.executemany("INSERT INTO people VALUES(?, ?, ?, ?, ?)", rows)
database.execute("CREATE TABLE holes(id integer, given text)")
database.executemany("INSERT INTO holes VALUES(?, ?)", [(1, "a"), (2, "b"), (None, "Zzyzx"), (-3, "Zzyzx")])
database.execute("CREATE TABLE absences(id integer, given text, surname varchar(20))")
database.executemany("INSERT INTO absences VALUES(?, ?, ?)", [(1, "a", None), (2, "b", ""), (3, "c", "Roe")])
database.commit()
PY

all_columns='{ given_name = "given", surname = "surname", birth_date = "dob", phone = "phone" }'
write_job() {  # write_job KEYS_OF_SOURCE [COLUMNS]
  cat > "$work/job.toml" <<TOML
[job]
name   = "people"
output = "$work/out.h5"
overwrite = true
[[source]]
name    = "people"
id      = "id"
$1
columns = ${2:-$all_columns}
[[blocking]]
on = ["given_name"]
TOML
}
result_on() {  # result_on RANKS: the digest of the result
  rm -f "$work/out.h5"
  ranks "$1" run "$work/job.toml" --quiet > "$work/said" 2>&1 || fail "$2 on $1 ranks: $(cat "$work/said")"
  digest_of "$work/out.h5"
}
texts_in() {  # texts_in FILE COLUMN: the texts of a column, one after another
  h5dump -d "$2/bytes" -b -o "$work/texts" "$1" > /dev/null && cat "$work/texts"
}
try() {  # try NAME TEXT...: exit code 4 and one line on 1 and 3 ranks
  local name=$1 count got said text; shift
  for count in 1 3; do
    rm -f "$work/out.h5"
    said=$(ranks $count run "$work/job.toml" --quiet 2>&1); got=$?
    said=$(printf '%s\n' "$said" | grep '^onefold:')
    expect_equal $got 4 "$name, $count ranks: exit code ($said)"
    expect_equal "$(printf '%s\n' "$said" | grep -c .)" 1 "$name, $count ranks: one line ($said)"
    for text in "$@"; do expect_contains "$said" "$text" "$name, $count ranks"; done
    expect_lacks "$said" $secret "$name, $count ranks: a value"
    expect_lacks "$said" $password "$name, $count ranks: the password"
    [ ! -e "$work/out.h5" ] || fail "$name, $count ranks: an output was left"
    [ -z "$(find "$work" -name '*.1fold')" ] || fail "$name, $count ranks: work files were left"
  done
}

# The digest holds the job, which says that there is a database: against the CSV file, tables are compared.
tables_of() { for table in records customers edges; do "$ONEFOLD" export "$1" --what $table; done; }
write_job "files = [\"$work/people.csv\"]"
expect_equal "$(result_on 1 csv | wc -c)" 33 "the digest of the CSV file"
tables_of "$work/out.h5" > "$work/tables_of_csv"
expect_same_tables() { expect_equal "$(tables_of "$work/out.h5" | cmp - "$work/tables_of_csv" && echo same)" same "$1"; }

# ---- ODBC ------------------------------------------------------------------------------------------------------------
sqlite="odbc = \"Driver=SQLite3;Database=$work/people.db\""
if odbcinst -q -d 2>/dev/null | grep -q SQLite3; then
  write_job "$sqlite
query = \"SELECT * FROM people WHERE MOD(id, {parts}) = {part}\""
  expected=$(result_on 1 odbc)
  expect_same_tables "by ODBC"
  for count in $more_ranks; do expect_equal "$(result_on "$count" odbc)" "$expected" "by ODBC on $count ranks"; done
  expect_contains "$(texts_in "$work/out.h5" /sources/file)" "odbc:SQLite3" "the name of the database in the result"
  write_job "$sqlite
query = \"SELECT phone, dob, surname, given, id FROM people\""
  for count in 1 3; do expect_equal "$(result_on "$count" "whole by ODBC")" "$expected" "undivided on $count ranks"; done
  rm -f "$work/out.h5"; said=$(ranks 3 run "$work/job.toml" 2>&1)
  expect_contains "$said" 'one rank has read source "people" (odbc:SQLite3) alone; with WHERE MOD(id, {parts}) = {part}' "a query without {part}"

  write_job "$sqlite
query = \"SELECT * FROM absences WHERE MOD(id, {parts}) = {part}\"" '{ given_name = "given", surname = "surname" }'
  for count in 1 3; do
    result_on "$count" "NULL and an empty text" > /dev/null
    for column in /records/value/surname /customers/golden/surname; do
      expect_equal "$(h5dump -y -w 0 -d "$column/present" "$work/out.h5" | sed -n 's/^ *\([01], [01], [01]\)$/\1/p')" "0, 1, 1" \
        "NULL is no empty text, $column on $count ranks"
    done
  done

  write_job "$sqlite
parts = 2
query = \"SELECT * FROM holes WHERE id % {parts} = {part}\"" '{ given_name = "given" }'
  try "ids that are in no part" 'source "people", odbc:SQLite3: the 2 parts have 2 rows together' "has 4" NULL
  write_job "$sqlite
query = \"SELECT * FROM people WHERE id % {parts} = {part}\"
count = \"SELECT 3000 + ABS(RANDOM() % 1000000)\""
  try "a table that changes" "the table changed while it was read" "3000 fetched"
  write_job "$sqlite
query = \"SELECT id, given FROM people\""
  try "a column that is not there" 'gives no column "surname"; it gives id, given'
  write_job "odbc = \"Driver=NoSuchDriver\"
query = \"SELECT 1\""
  try "a driver that is not installed" "is not installed here"
  write_job "odbc = \"Driver=SQLite3;Database=$work/absent.db\"
query = \"SELECT * FROM people\""
  try "a database that is not there" 'source "people", odbc:SQLite3: '
  [ ! -e "$work/absent.db" ] || fail "reading made a database"
else
  echo "skipped: ODBC, because libsqliteodbc is not installed"
fi

# ---- Parquet without its library ---------------------------------------------------------------------------------
printf 'PAR1' > "$work/people.parquet"
write_job "files = [\"$work/people.parquet\"]"
export ONEFOLD_DUCKDB=$work/absent.so
try "Parquet without libduckdb" "people.parquet" "ONEFOLD_DUCKDB=$work/absent.so cannot be loaded" "duckdb.org"
unset ONEFOLD_DUCKDB

# ---- suggest -----------------------------------------------------------------------------------------------------
if odbcinst -q -d 2>/dev/null | grep -q SQLite3; then
  "$ONEFOLD" suggest --odbc "people=Driver=SQLite3;Database=$work/people.db" --query "people=SELECT * FROM people;" \
    --output "$work/suggested.h5" > "$work/job.toml" 2> "$work/said" || fail "suggest of a database: $(cat "$work/said")"
  expect_contains "$(cat "$work/job.toml")" "SELECT * FROM (SELECT * FROM people) q WHERE MOD(ABS(id), {parts}) = {part}" "suggest"
  expect_contains "$(cat "$work/job.toml")" "odbc    = \"Driver=SQLite3;Database=$work/people.db\"" "suggest"
  ranks 3 run "$work/job.toml" --quiet > "$work/said" 2>&1 || fail "the suggested job does not run: $(cat "$work/said")"
  "$ONEFOLD" suggest --odbc "people=Driver=SQLite3;Database=$work/people.db" > /dev/null 2> "$work/said"
  expect_equal $? 2 "suggest without a query: exit code"
  expect_contains "$(cat "$work/said")" "people has no query; add --query people=" "suggest without a query"
fi

# ---- PostgreSQL ------------------------------------------------------------------------------------------------------
bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
as_server=()
if [ "$(id -u)" = 0 ]; then as_server=(setpriv --reuid=postgres --regid=postgres --clear-groups); fi
if [ -z "$bin" ] || { [ "$(id -u)" = 0 ] && ! id postgres > /dev/null 2>&1; }; then
  echo "skipped: PostgreSQL, because its server is not installed"
  finish
fi
server=$(mktemp -d)
trap '"${as_server[@]}" "$bin/pg_ctl" -D "$server/data" -m immediate stop > /dev/null 2>&1; rm -rf "$server"; chmod -R u+rwX "$work" 2>/dev/null; rm -rf "$work"' EXIT
[ "$(id -u)" != 0 ] || chown postgres "$server"
chmod 755 "$server"
start_server() {
  (cd "$server" && "${as_server[@]}" "$bin/pg_ctl" -w -D "$server/data" -l "$server/log" \
    -o "-c listen_addresses='' -c unix_socket_directories='$server' -c fsync=off -c port=54329" start > /dev/null)
}
(cd "$server" && "${as_server[@]}" "$bin/initdb" -D "$server/data" -U admin -A trust > "$server.init" 2>&1) ||
  { cat "$server.init"; fail "initdb"; finish; }
rm -f "$server.init"
start_server || { cat "$server/log"; fail "the server does not start"; finish; }
sql() { PGOPTIONS='--client-min-messages=warning' psql -q -X -v ON_ERROR_STOP=1 -h "$server" -p 54329 -U admin -d "${2:-crm}" -c "$1"; }
sql "CREATE DATABASE crm" postgres
sql "CREATE TABLE people(id bigint, given text, surname text, dob timestamp, phone text);
     CREATE TABLE broken(id bigint, given text); INSERT INTO broken SELECT i, '$secret' FROM generate_series(1, 50000) i;
     CREATE USER reader PASSWORD '$password'; GRANT SELECT ON people, broken TO reader"
psql -q -X -h "$server" -p 54329 -U admin -d crm -c "\\copy people FROM '$work/people.csv' CSV HEADER"
# The reader needs a password from now on.
"${as_server[@]}" sh -c "printf 'local all admin trust\nlocal all all scram-sha-256\n' > '$server/data/pg_hba.conf'"
sql "SELECT pg_reload_conf()" > /dev/null
place="postgresql = \"host=$server port=54329 user=reader dbname=crm\""
divided="query = \"SELECT * FROM people WHERE MOD(id, {parts}) = {part}\""

write_job "$place
$divided"
try "no password" 'source "people", postgresql:crm: cannot connect' "password"
export ONEFOLD_PASSWORD_PEOPLE=$password
for count in $more_ranks; do
  expect_equal "$(result_on "$count" postgresql)" "${expected:=$(digest_of "$work/out.h5")}" "by COPY on $count ranks"
done
expect_same_tables "by COPY"
# Golden records load into the table that export describes, with their types: some columns, and all of them.
admin() { psql -q -X -At -v ON_ERROR_STOP=1 -h "$server" -p 54329 -U admin -d crm -c "$1"; }
load() {  # load TABLE OPTION...
  local table=$1; shift
  "$ONEFOLD" export "$work/out.h5" --what customers "$@" -o "$work/golden.csv" --overwrite || fail "export for $table"
  sql "$("$ONEFOLD" export "$work/out.h5" --what customers "$@" --create-table "$table")" || fail "CREATE TABLE $table"
  psql -q -X -v ON_ERROR_STOP=1 -h "$server" -p 54329 -U admin -d crm \
    -c "\\copy \"$table\" FROM '$work/golden.csv' CSV HEADER" || fail "load $table"
}
load "golden records" --values cleansed --columns pin,size,birth_date,phone,surname
load everything
num_customers=$(($("$ONEFOLD" export "$work/out.h5" --what customers --columns pin | wc -l) - 1))
num_records=$(($("$ONEFOLD" export "$work/out.h5" --what records | wc -l) - 1))
expect_equal "$(admin 'SELECT count(*), sum(size) FROM "golden records"')" "$num_customers|$num_records" "loaded golden records"
expect_equal "$(admin 'SELECT count(DISTINCT pin), sum(size) FROM everything')" "$num_customers|$num_records" "all columns"
expect_equal "$(admin "SELECT data_type FROM information_schema.columns WHERE column_name = 'birth_date' ORDER BY table_name")" \
  "text
date" "types of birth dates, as written and cleansed"
expect_equal "$(admin "SELECT DISTINCT data_type FROM information_schema.columns WHERE column_name = 'pin'")" text "the type of PINs"
expect_equal "$(admin "SELECT count(*) FROM everything WHERE pin ~ '^[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}\$'")" "$num_customers" \
  "loaded PINs"
[ "$(admin 'SELECT count(birth_date) FROM "golden records"')" -gt 0 ] || fail "no birth date was loaded"
# A snapshot: rows that come in between are not seen, and are not missed either. The password is nowhere.
expect_lacks "$(cat "$work/said"; strings -a "$work/out.h5")" $password "the password in what the run leaves"
expect_contains "$(texts_in "$work/out.h5" /sources/file)" "postgresql:crm" "the name of the database in the result"
ONEFOLD_PASSWORD_PEOPLE=wrong$password try "a wrong password" "cannot connect" "authentication failed"
unset ONEFOLD_PASSWORD_PEOPLE
printf '%s\n' $password > "$work/password"; chmod 600 "$work/password"
write_job "postgresql = \"postgresql://reader@/crm?host=$server&port=54329\"
password_file = \"$work/password\"
parts = 5
$divided"
expect_equal "$(result_on 3 "a password file")" "$expected" "a URI, a password file and five parts"
chmod 644 "$work/password"; try "a password that others can read" "chmod 600"; chmod 600 "$work/password"
write_job "postgresql = \"host=$server port=54329 user=admin dbname=crm\"
query = \"SELECT * FROM people WHERE MOD(id, {parts}) = {part} AND pg_advisory_lock(1) IS NOT NULL AND nextval('s') > 0\""
try "a query that the database refuses" "does not accept the query" '"s" does not exist'
write_job "postgresql = \"host=$server port=54329 user=admin dbname=crm\"
query = \"SELECT id, 1 / (id - 40000) AS given FROM broken WHERE MOD(id, {parts}) = {part}\"
count = \"SELECT 50000\"" '{ given_name = "given" }'
try "a value that the query cannot compute" "SQLSTATE 22012"
write_job "postgresql = \"host=$server port=54329 user=admin dbname=crm\"
query = \"SELECT id, CAST(given AS integer) AS given FROM broken\"" '{ given_name = "given" }'
try "a value in the server's own message" "SQLSTATE 22P02"
# The server goes away while rows come: about 20 s of them.
write_job "postgresql = \"host=$server port=54329 user=admin dbname=crm\"
query = \"SELECT id, given, pg_sleep(0.001) FROM broken WHERE MOD(id, {parts}) = {part}\"
count = \"SELECT 50000\"" '{ given_name = "given" }'
for count in 1 3; do
  ranks $count run "$work/job.toml" --quiet > "$work/said" 2>&1 & run=$!
  for _ in $(seq 200); do
    [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY%'" 2>/dev/null | tr -dc 0-9 | cut -c1)" = 0 ] || break
    sleep 0.1
  done
  "${as_server[@]}" "$bin/pg_ctl" -D "$server/data" -m immediate stop > /dev/null
  wait $run; expect_equal $? 4 "the server goes away, $count ranks: exit code ($(cat "$work/said"))"
  expect_equal "$(grep -c '^onefold: ' "$work/said")" 1 "the server goes away, $count ranks: one line"
  expect_contains "$(cat "$work/said")" 'source "people", postgresql:crm: ' "the server goes away, $count ranks"
  expect_lacks "$(cat "$work/said")" $secret "the server goes away, $count ranks"
  [ -z "$(find "$work" -name '*.1fold')" ] || fail "the server goes away, $count ranks: work files were left"
  start_server
done
finish
