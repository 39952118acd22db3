"""Writes a population of households with known truth, by another error model than `onefold generate`.

    households.py FOLDER [RECORDS [SEED]]    registry.csv, members.csv, truth.csv

People live in households: couples, families, brothers and sisters, people who share a flat. Members of a household share
surname (mostly), address and often the telephone. Half of the records of registry.csv are copied by hand from forms: a
letter is read wrongly (rn for m, 1 for l), a word is heard wrongly, fields are left out in blocks, day and month change
places. members.csv is typed by the people themselves: short names, new addresses after a move, private telephones.
Standard library only; the same arguments give the same files.
"""
import csv
import os
import random
import sys

ONSETS = ["b", "br", "d", "dr", "f", "fr", "g", "gr", "h", "j", "k", "kl", "kr", "l", "m", "n", "p", "pr", "r", "s", "sch", "st", "t", "tr", "v", "w", "z"]
VOWELS = ["a", "e", "i", "o", "u", "ei", "au", "ie"]
ENDS = ["n", "r", "l", "mann", "ner", "ke", "sen", "berg", "ing", "ert", "t", "ck"]
GIVEN_ENDS = ["a", "e", "ina", "o", "us", "ian", "elle", "ard", "ik", "ette"]
READ_WRONGLY = [("rn", "m"), ("m", "rn"), ("l", "i"), ("cl", "d"), ("u", "v"), ("n", "h"), ("e", "c")]
HEARD_WRONGLY = [("ei", "ai"), ("ck", "k"), ("v", "f"), ("tt", "t"), ("ie", "i"), ("z", "s"), ("sch", "sh"), ("nn", "n")]


class Population:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.surnames = self.words(3000, lambda: self.syllable() + (self.syllable() if self.chance(.5) else "") + self.choice(ENDS))
        self.given = {"f": self.words(220, lambda: self.syllable() + self.choice(GIVEN_ENDS)),
                      "m": self.words(220, lambda: self.syllable() + self.choice(GIVEN_ENDS))}
        self.streets = self.words(900, lambda: self.syllable() + self.syllable() + self.choice(["weg", "gasse", "allee", "platz", "ring"]))
        self.towns = [(self.syllable() + self.choice(["dorf", "stadt", "hausen", "bach"]), f"{self.random.randrange(10000, 99999)}")
                      for _ in range(260)]

    def choice(self, values):
        return values[self.random.randrange(len(values))]

    def chance(self, share):
        return self.random.random() < share

    def syllable(self):
        return self.choice(ONSETS) + self.choice(VOWELS)

    def words(self, number, make):
        """Distinct words; the first ones are the most frequent (see frequent)."""
        found = {}
        while len(found) < number:
            found.setdefault(make().capitalize())
        return list(found)

    def frequent(self, words):
        return words[int(len(words) * self.random.random() ** 2.2)]

    def phone(self):
        return f"0{self.random.randrange(1500, 1799)} {self.random.randrange(1000000, 9999999)}"

    def address(self):
        town, postcode = self.frequent(self.towns)
        return {"street": f"{self.choice(self.streets)} {self.random.randrange(1, 140)}", "town": town, "postcode": postcode}

    def person(self, surname, born, sex=None):
        sex = sex or self.choice("fm")
        given = self.frequent(self.given[sex])
        return {"given": given, "surname": surname, "sex": sex, "born": (born, self.random.randrange(1, 13), self.random.randrange(1, 29)),
                "mobile": self.phone(), "mail": self.mail(given, surname)}

    def mail(self, given, surname):
        made = self.choice([f"{given}.{surname}", f"{given[0]}{surname}", f"{surname}{self.random.randrange(10, 99)}", f"{given}{self.random.randrange(100, 9999)}"])
        return f"{made}@{self.choice(['post', 'mail', 'web', 'netz'])}.example".lower()

    def household(self):
        kind = self.random.random()
        surname = self.frequent(self.surnames)
        home = {"address": self.address(), "line": self.phone(), "has_line": self.chance(.6)}
        year = self.random.randrange(1935, 1998)
        if kind < .38:
            people = [self.person(surname, year)]
        elif kind < .66:
            partner = surname if self.chance(.75) else self.frequent(self.surnames)
            people = [self.person(surname, year, "f"), self.person(partner, year + self.random.randrange(-6, 7), "m")]
        elif kind < .90:
            people = [self.person(surname, year, "f"), self.person(surname, year + self.random.randrange(-6, 7), "m")]
            for _ in range(self.random.randrange(1, 4)):
                people.append(self.person(surname, min(2019, year + self.random.randrange(22, 38))))
            if self.chance(.02):  # twins
                people.append(self.person(surname, people[-1]["born"][0]))
                people[-1]["born"] = people[-2]["born"]
            if self.chance(.03):  # a child with the name of a parent
                people[-1]["given"] = people[1]["given"]
        else:
            people = [self.person(self.frequent(self.surnames), year + self.random.randrange(-4, 5)) for _ in range(self.random.randrange(2, 4))]
        for person in people:
            person["home"] = home
        return people

    def misread(self, word, pairs):
        lower = word.lower()
        fitting = [pair for pair in pairs if pair[0] in lower]
        if not fitting:
            at = self.random.randrange(len(lower))
            return (lower[:at] + lower[at + 1:]).capitalize() if len(lower) > 3 else word
        wrong, right = self.choice(fitting)
        return lower.replace(wrong, right, 1).capitalize()

    def from_a_form(self, person):
        """registry.csv: copied by hand."""
        home = person["home"]
        row = {"first": person["given"], "last": person["surname"], "birth": "%04d-%02d-%02d" % person["born"], "street": home["address"]["street"],
               "zip": home["address"]["postcode"], "town": home["address"]["town"], "tel": home["line"] if home["has_line"] else person["mobile"],
               "mail": person["mail"] if self.chance(.35) else ""}
        if self.chance(.5):
            for field, share in (("first", .06), ("last", .06), ("town", .04)):
                if self.chance(share):
                    row[field] = self.misread(row[field], READ_WRONGLY if self.chance(.6) else HEARD_WRONGLY)
            if self.chance(.03):
                row["birth"] = "%04d-%02d-%02d" % (person["born"][0], person["born"][2] % 12 + 1 if person["born"][2] > 12 else person["born"][2], person["born"][1])
            if self.chance(.08):  # the lower half of the form is empty
                for field in ("street", "zip", "town", "tel", "mail"):
                    row[field] = ""
            if self.chance(.04):
                row["birth"] = ""
        return row

    def from_the_person(self, person):
        """members.csv: typed by the people themselves."""
        home = person["home"]
        address = person.setdefault("moved", self.address()) if person.get("moves", False) else home["address"]
        given = person["given"]
        if len(given) > 4 and self.chance(.09):
            given = given[:3] + self.choice(["", "i", "y"])
        surname = person.setdefault("married", self.frequent(self.surnames)) if person.get("marries", False) else person["surname"]
        year, month, day = person["born"]
        row = {"first": given, "last": surname, "birth": f"{day:02d}.{month:02d}.{year:04d}", "street": address["street"], "zip": address["postcode"],
               "town": address["town"], "tel": person["mobile"] if self.chance(.7) else home["line"] if home["has_line"] else "",
               "mail": person["mail"] if self.chance(.8) else ""}
        if self.chance(.15):
            row["birth"] = ""
        if self.chance(.02):
            row["first"], row["last"] = row["last"], row["first"]
        return row


def main():
    folder, records, seed = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20000, int(sys.argv[3]) if len(sys.argv) > 3 else 1
    population = Population(seed)
    registry, members = [], []
    number = 0
    while len(registry) + len(members) < records:
        for person in population.household():
            number += 1
            person["moves"] = population.chance(.08)
            person["marries"] = person["sex"] == "f" and population.chance(.04)
            for _ in range(1 if population.chance(.75) else 2 if population.chance(.5) else 0):
                registry.append((number, population.from_a_form(person)))
            for _ in range(population.choice([0, 0, 1, 1, 1, 2])):
                members.append((number, population.from_the_person(person)))
    os.makedirs(folder, exist_ok=True)
    fields = ["first", "last", "birth", "street", "zip", "town", "tel", "mail"]
    with open(os.path.join(folder, "truth.csv"), "w", newline="") as file:
        truth = csv.writer(file)
        truth.writerow(["source", "source_id", "true_id"])
        for name, rows in (("registry", registry), ("members", members)):
            population.random.shuffle(rows)
            with open(os.path.join(folder, name + ".csv"), "w", newline="") as out:
                writer = csv.writer(out)
                writer.writerow(["id", "first_name", "surname", "date_of_birth", "street", "postcode", "town", "phone", "email"])
                for at, (person, row) in enumerate(rows):
                    writer.writerow([f"{name[0]}{at}"] + [row[field] for field in fields])
                    truth.writerow([name, f"{name[0]}{at}", person])


if __name__ == "__main__":
    main()
