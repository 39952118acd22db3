"""Answers a sample of `onefold sample` from a truth file, like a reviewer who knows the truth and also finds records that the sample does not show.

    review.py SAMPLE.csv TRUTH.csv > REVIEWED.csv      TRUTH.csv: columns source, source_id, true_id (or cluster)
"""
import csv
import sys


def main(sample_path, truth_path):
    with open(truth_path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    column = next((name for name in ("true_id", "cluster") if name in rows[0]), None)
    column = column or next(name for name in rows[0] if name not in ("source", "source_id"))
    true_id = {(row["source"], row["source_id"]): row[column] for row in rows}
    members = {}
    for record, customer in true_id.items():
        members.setdefault(customer, []).append(record)

    with open(sample_path, newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        fields, sample = reader.fieldnames, list(reader)
    if "stratum" in fields:
        for row in sample:
            same = true_id[row["left_source"], row["left_id"]] == true_id[row["right_source"], row["right_id"]]
            row["same_customer"] = "yes" if same else "no"
    else:
        sampled = {row["sample"]: (row["source"], row["source_id"]) for row in sample if row["role"] == "sampled"}
        shown = {(row["sample"], row["source"], row["source_id"]) for row in sample}
        for row in sample:
            same = true_id[row["source"], row["source_id"]] == true_id[sampled[row["sample"]]]
            row["same_customer"] = "1" if same else "0"
        for number, record in sampled.items():
            for source, source_id in members[true_id[record]]:
                if (number, source, source_id) not in shown:
                    sample.append({"sample": number, "role": "added", "source": source, "source_id": source_id, "same_customer": "1"})
    writer = csv.DictWriter(sys.stdout, fields, lineterminator="\n")
    writer.writeheader()
    writer.writerows(sample)


if __name__ == "__main__":
    main(*sys.argv[1:])
