#!/usr/bin/env bash
# `run` does what `suggest` wrote, unedited, on files of every kind; what suggest refuses, it refuses in one clear line.
. "$(dirname "$0")/common.sh"
cd "$work" || exit 1
python3 - <<'PYTHON'
import random
draw = random.Random(4)
given = ["Ann", "Bob", "Zo\u00eb", "J\u00fcrgen", "Mary-Jane", "Eve", "Tom"]
surnames = ["O'Brien", "Smith", "M\u00fcller", "Jones", "van Dam", "Miller"]
names = ["customer_id", "first_name", "last_name", "birth_date", "email", "street", "city", "balance"]
people = []
for i in range(120):
    row = [str(1000 + i), draw.choice(given), draw.choice(surnames),
           f"{draw.randrange(1930, 2005)}-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}",
           f"p{i}@mail.example" if draw.random() < .9 else "", f"High Street {draw.randrange(1, 90)}, Flat {draw.randrange(1, 9)}",
           draw.choice(["Leeds", "York", "Hull"]), f"{draw.randrange(900)},{draw.randrange(10, 99)}"]
    people.append(row)
    if draw.random() < .2: people.append([str(5000 + i)] + row[1:])

def table(delimiter=",", quote='"', escape=None, header=(names,), end="\n", rows=people):
    def cell(text):
        if not quote: return text.replace(delimiter, " ")
        if quote not in text and delimiter not in text and (not escape or escape not in text): return text
        return quote + text.replace(quote, (escape or quote) + quote) + quote
    return "".join(delimiter.join(map(cell, row)) + end for row in [*header, *rows])

def write(name, text, encoding="utf-8"):
    with open(name, "wb") as file: file.write(text.encode(encoding))

for i, delimiter in enumerate([",", ";", "\t", "|", "||", " | ", "\x1f", "\u00a7", "~"]): write(f"delimiter{i}.csv", table(delimiter))
write("apostrophes.csv", table(quote="'"))
write("escapes.csv", table(quote="'", escape="\\"))
write("no_quotes.csv", table(delimiter=";", quote=""))
write("carriage_returns.csv", table(end="\r"))
write("sep.csv", "sep=;\n" + table(";"))
write("titles.csv", "Customers\nmade on 5 January\n\n" + table() + "\nTotal: 140\n")
write("comments.csv", "# made by hand\n" + table())
write("two_rows_of_names.csv", table(header=(["Person"] + [""] * 7, names)))
write("repeated_names.csv", table(header=(names[:6] + ["email", ""],)))
write("no_header.csv", table(header=()))
write("trailing_delimiters.csv", ",".join(names) + "\n" + table(header=(), rows=[row + [""] for row in people]))
write("row_numbers.csv", ",".join(names) + "\n" + table(header=(), rows=[[str(i + 1)] + row for i, row in enumerate(people)]))
for encoding in ["utf-8-sig", "windows-1252", "utf-16", "utf-16-le"]: write(encoding + ".csv", table(), encoding)
write("late_accents.csv", table(rows=[[cell.replace("\u00fc", "ue").replace("\u00eb", "e") for cell in row] for row in people * 30][:4000]
                                     + [["9999999", "Zo\u00eb", "M\u00fcller", "1980-01-02", "", "Road 1", "Hull", "1,00"]]).replace("customer_id", "number"), "windows-1252")
write("malformed.csv", table().replace("1005,", "1005,\"", 1).replace("1050,", "1050,,", 1))
write("lines.ndjson", "".join('{"id": "%s", "person": {"firstName": "%s", "lastName": "%s"}, "birthday": "%s"}\n' % (r[0], r[1], r[2], r[3]) for r in people))
write("fixed.txt", "".join(f"{r[0]:<6}{r[1]:<12}{r[2]:<12}{r[3]:<12}{r[6]:<8}\n" for r in people))
write("rule.txt", f"{'ID':<6} {'FIRST_NAME':<12} {'LAST_NAME':<12} {'DOB':<10}\n{'-' * 6} {'-' * 12} {'-' * 12} {'-' * 10}\n"
      + "".join(f"{r[0]:<6} {r[1]:<12} {r[2]:<12} {r[3]:<10}\n" for r in people) + "\n140 rows selected.\n")
write("one_column.csv", "name\n" + "".join(f"{r[2]}, {r[1]}\n" for r in people))
write("ids.csv", "id\n" + "".join(r[0] + "\n" for r in people))
write("one_row.csv", table(rows=people[:1]))
write("two_rows.csv", "a,b,c\n1,\"\",\"\"\n2,3,4\n")
write("wide.csv", ",".join(names + [f"flag_{i}" for i in range(300)]) + "\n" + table(header=(), rows=[row + [draw.choice("YN") for _ in range(300)] for row in people]))
write("half_phones.csv", "id,phone\n" + "".join(f"{i},{'020 7946 0%03d' % i if i % 5 < 3 else 'ask ' + str(i)}\n" for i in range(200)))
write("refused_empty.csv", "")
write("refused_header.csv", ",".join(names) + "\n")
write("refused_tables.csv", table() + "\norder,article,amount\n1,lamp,20\n2,chair,30\n3,cup,40\n")
write("refused_status.csv", "status,created\n" + "".join(f"{'AB'[i % 2]},2020-01-{1 + i % 28:02}\n" for i in range(150)))
PYTHON
people=$(($(wc -l <ids.csv) - 1))
for file in *.csv *.ndjson *.txt; do
  if ! "$ONEFOLD" suggest "$file" >job.toml 2>error; then
    case $file in refused_*) ;; *) fail "suggest $file: $(cat error)" ;; esac
    expect_equal "$(grep -c . error)" 1 "$file is refused in one line"
    continue
  fi
  case $file in refused_*) fail "suggest $file is not refused" ;; esac
  "$ONEFOLD" run job.toml --quiet --json --overwrite --output result.h5 >run.json 2>error || { fail "run of $file: $(cat error) $(grep -n . job.toml | head -40)"; continue; }
  # Rows are lost only where some are malformed, and then it is said.
  rows=$people quarantined=0
  case $file in one_row.csv) rows=1 ;; two_rows.csv) rows=2 ;; half_phones.csv) rows=200 ;; late_accents.csv) rows=4001 ;; malformed.csv) quarantined=2 ;; esac
  expect_equal "$(python3 -c 'import json; r = json.load(open("run.json")); print(r["records"], r["quarantined"])')" "$((rows - quarantined)) $quarantined" "records of $file"
done
"$ONEFOLD" suggest malformed.csv >job.toml 2>error
expect_contains "$(cat error)" "warning malformed_rows: malformed.csv: 2 of" "malformed rows are told"
expect_contains "$(cat job.toml)" "# warning malformed_rows" "and in the head of the job"
expect_contains "$(cat job.toml)" "max_quarantine = 2    # malformed rows" "with their number"
"$ONEFOLD" suggest late_accents.csv >job.toml 2>error
expect_contains "$(cat job.toml)" 'encoding = "windows-1252"    # ' "the encoding, and why"
finish
