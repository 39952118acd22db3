#!/usr/bin/env bash
# A MariaDB server of this test's own as a source, by ODBC: the same rows as from a CSV file on any number of ranks; NULL
# and negative ids, a server that goes away, and a wrong password end in one line with exit code 4 on all ranks.
# Skipped without mariadb-server or odbc-mariadb.
. "$(dirname "$0")/common.sh"
driver=$(odbcinst -q -d 2>/dev/null | tr -d '[]' | grep -i -m 1 mariadb)
server_program=$(command -v mariadbd || ls /usr/sbin/mariadbd 2>/dev/null)
if [ -z "$driver" ] || [ -z "$server_program" ] || ! command -v mariadb-install-db >/dev/null; then
  echo "skipped: mariadb-server or odbc-mariadb is not installed"; exit 77
fi
secret=Zzyzx password=sesam42
server=$(mktemp -d)  # a short path: it holds a socket
server_id=
trap '[ -z "$server_id" ] || kill -9 "$server_id" 2>/dev/null; rm -rf "$server"; chmod -R u+rwX "$work" 2>/dev/null; rm -rf "$work"' EXIT
mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$server/data" --auth-root-authentication-method=normal \
  --skip-test-db >"$server/init" 2>&1 || { cat "$server/init"; fail "mariadb-install-db"; finish; }
start_server() {
  "$server_program" --no-defaults --user="$(id -un)" --datadir="$server/data" --socket="$server/s" --skip-networking \
    --pid-file="$server/pid" --innodb-flush-log-at-trx-commit=0 >"$server/log" 2>&1 & server_id=$!
  disown "$server_id"
  for _ in $(seq 100); do mariadb-admin --no-defaults -u root -S "$server/s" ping >/dev/null 2>&1 && return 0; sleep 0.2; done
  cat "$server/log"; return 1
}
sql() { mariadb --no-defaults -N -B -u root -S "$server/s" "${2:-crm}" -e "$1"; }
start_server || { fail "the server does not start"; finish; }
sql "CREATE DATABASE crm CHARACTER SET utf8mb4" mysql
sql "CREATE TABLE people(id bigint PRIMARY KEY, given varchar(40), surname text, dob date, phone varchar(20));
     CREATE TABLE holes(id bigint, given varchar(20)); INSERT INTO holes VALUES (1, 'a'), (2, 'b'), (NULL, '$secret'), (-3, '$secret');
     CREATE TABLE many(id bigint, given varchar(20)); INSERT INTO many SELECT seq, '$secret' FROM seq_1_to_50000;
     CREATE USER reader@localhost IDENTIFIED BY '$password'; GRANT SELECT ON crm.* TO reader@localhost"
python3 - "$work" <<'PY' >"$work/people.sql"
import csv, random, sys
draw, rows = random.Random(9), []
for i in range(2000):
    p = draw.randrange(1500)
    rows.append((100 + i, f"Given{p % 61}", f"Su\u00e4rname {p % 311}", f"19{p % 80 + 10}-{p % 12 + 1:02d}-{p % 28 + 1:02d}", f"0{1600000000 + p * 7}"))
rows.sort(key=lambda row: str(row[0]))  # as rows of a database are numbered
with open(sys.argv[1] + "/people.csv", "w", newline="", encoding="utf-8") as f:
    csv.writer(f, lineterminator="\n").writerows([("id", "given", "surname", "dob", "phone")] + rows)
draw.shuffle(rows)
sys.stdout.reconfigure(encoding="utf-8")
print("INSERT INTO people VALUES " + ",".join("(%d,'%s','%s','%s','%s')" % row for row in rows) + ";")
PY
mariadb --no-defaults --default-character-set=utf8mb4 -u root -S "$server/s" crm <"$work/people.sql" || fail "rows"

all_columns='{ given_name = "given", surname = "surname", birth_date = "dob", phone = "phone" }'
write_job() {  # write_job KEYS_OF_SOURCE [COLUMNS]
  cat >"$work/job.toml" <<TOML
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
place="odbc = \"Driver=$driver;Socket=$server/s;Database=crm;User=reader;charset=utf8mb4;NO_CACHE=1;FORWARDONLY=1\""
expect_one_line() {  # expect_one_line NAME EXIT_CODE TEXT...: of the run that has just ended
  local name=$1 got=$2 line text; shift 2
  expect_equal "$got" 4 "$name: exit code ($(cat "$work/said"))"
  line=$(grep '^onefold: ' "$work/said")
  expect_equal "$(printf '%s\n' "$line" | grep -c .)" 1 "$name: one line ($(cat "$work/said"))"
  for text in "$@"; do expect_contains "$line" "$text" "$name"; done
  expect_lacks "$(cat "$work/said")" $secret "$name: a value"
  expect_lacks "$(cat "$work/said")" $password "$name: the password"
  [ ! -e "$work/out.h5" ] || fail "$name: an output was left"
}
try() {  # try NAME TEXT...
  local name=$1 count; shift
  for count in 1 3; do
    rm -f "$work/out.h5"
    ranks $count run "$work/job.toml" --quiet >"$work/said" 2>&1
    expect_one_line "$name, $count ranks" $? "$@"
  done
}

write_job "files = [\"$work/people.csv\"]"
ranks 1 run "$work/job.toml" --quiet >"$work/said" 2>&1 || fail "csv: $(cat "$work/said")"
for table in records customers edges; do "$ONEFOLD" export "$work/out.h5" --what $table; done >"$work/tables_of_csv"

write_job "$place
query = \"SELECT * FROM people WHERE MOD(id, {parts}) = {part}\""
ONEFOLD_PASSWORD_PEOPLE=wrong$password try "a wrong password" 'source "people", odbc:' "cannot connect"
export ONEFOLD_PASSWORD_PEOPLE=$password
for count in 1 3; do
  rm -f "$work/out.h5"
  ranks $count run "$work/job.toml" --quiet >"$work/said" 2>&1 || fail "$count ranks: $(cat "$work/said")"
  for table in records customers edges; do "$ONEFOLD" export "$work/out.h5" --what $table; done | cmp - "$work/tables_of_csv" ||
    fail "the tables of $count ranks are not those of the CSV file"
  expect_equal "$(digest_of "$work/out.h5")" "${expected:=$(digest_of "$work/out.h5")}" "the digest on $count ranks"
done
"$ONEFOLD" verify "$work/out.h5" >/dev/null || fail "verify"
expect_lacks "$(cat "$work/said"; strings -a "$work/out.h5")" $password "the password in what the run leaves"

write_job "$place
parts = 2
query = \"SELECT id, given FROM holes WHERE MOD(id, {parts}) = {part}\"" '{ given_name = "given" }'
try "ids that are in no part" "the 2 parts have 2 rows together" "has 4" NULL
write_job "$place
query = \"SELECT id, given, nothing FROM people\"" '{ given_name = "given" }'
try "a query that the database refuses" "does not accept the query"

# The server goes away while rows come.
write_job "$place
query = \"SELECT id, given, SLEEP(0.002) AS pause FROM many WHERE MOD(id, {parts}) = {part}\"
count = \"SELECT 50000\"" '{ given_name = "given" }'
for count in 1 3; do
  rm -f "$work/out.h5"
  ranks $count run "$work/job.toml" --quiet >"$work/said" 2>&1 & run=$!
  for _ in $(seq 100); do [ "$(sql "SELECT count(*) FROM information_schema.processlist WHERE info LIKE '%SLEEP(0%' AND info NOT LIKE '%processlist%'")" = 0 ] || break; sleep 0.1; done
  kill -9 "$server_id"; while kill -0 "$server_id" 2>/dev/null; do sleep 0.1; done; server_id=
  wait $run; expect_one_line "the server goes away, $count ranks" $? 'source "people", odbc:'
  start_server || { fail "the server does not start again"; finish; }
done
finish
