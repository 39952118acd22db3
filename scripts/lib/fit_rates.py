"""Compares forecasts with runs, stage by stage, and fits the rates of the forecast. Called by scripts/measure-rates."""
import json
import sys

folder, repeat, fit = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "1"
JOBS = ("std", "wide")
# The cost of changing a rate, relative to the cost of missing a measured time: several rates may explain the same few
# times, and then all of them change a little.
STIFFNESS = 0.02


def load(job, what):
    return [json.load(open(f"{folder}/{job}-{what}-{k}.json")) for k in range(repeat)]


def solve(matrix, right):
    """Gaussian elimination of a small positive definite system."""
    n = len(right)
    rows = [list(matrix[i]) + [right[i]] for i in range(n)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(i + 1, n):
            factor = rows[k][i] / rows[i][i]
            rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i])]
    x = [0.0] * n
    for i in reversed(range(n)):
        x[i] = (rows[i][n] - sum(rows[i][k] * x[k] for k in range(i + 1, n))) / rows[i][i]
    return x


def fitted(cases, fixed):
    """Factors of the rates that bring the sums of terms near the seconds. cases: [(terms {rate: value}, seconds)]."""
    names = sorted({name for terms, _ in cases for name, value in terms.items() if value > 0 and name not in fixed})
    if not names:
        return {}
    n = len(names)
    matrix = [[STIFFNESS if i == k else 0.0 for k in range(n)] for i in range(n)]
    right = [STIFFNESS] * n
    for terms, seconds in cases:
        left = [terms.get(name, 0) / seconds for name in names]
        rest = 1 - sum(value * fixed.get(name, 0) for name, value in terms.items() if name in fixed) / seconds
        for i in range(n):
            right[i] += left[i] * rest
            for k in range(n):
                matrix[i][k] += left[i] * left[k]
    return {name: max(0.1, factor) for name, factor in zip(names, solve(matrix, right))}


def terms_of(list_of_terms):
    terms = {}
    for term in list_of_terms:
        terms[term["rate"]] = terms.get(term["rate"], 0) + term["value"]
    return terms


cases, rates = {}, {}
print(f'{"job":<6}{"stage":<10}{"forecast s":>11}{"run s":>9}{"ratio":>8}{"forecast MB":>13}{"run MB":>9}{"ratio":>8}')
for job in JOBS:
    plans, runs = load(job, "plan"), load(job, "run")
    forecast = plans[0]["forecast"]
    assert plans[0]["new_pairs"] == runs[0]["candidate_pairs"], "the plan foretells another number of pairs than the run makes"
    peak = measured_sum = forecast_sum = 0
    for i, stage in enumerate(forecast["stages"]):
        seconds = min(run["statistics"]["stages"][i]["seconds"] for run in runs)
        memory = min(run["statistics"]["stages"][i]["peak_memory_bytes"] for run in runs)
        expected = min(plan["forecast"]["stages"][i]["seconds"] for plan in plans)
        peak = max(peak, stage["memory_bytes"])
        measured_sum += seconds
        forecast_sum += expected
        print(f'{job:<6}{stage["name"]:<10}{expected:>11.2f}{seconds:>9.2f}{expected / seconds:>8.2f}'
              f'{peak / 1e6:>13.0f}{memory / 1e6:>9.0f}{peak / memory:>8.2f}')
        terms = terms_of(stage["time_terms"])
        # The forecast does not know the numbers of edges, customers and repaired records; here the measured ones are
        # used.
        edges = runs[0]["edges"] / max(1, forecast["assumed_edges"])
        customers = runs[0]["customers"] / max(1, forecast["assumed_customers"])
        counters = runs[0]["statistics"]["stages"][i]["counters"]
        repaired = counters.get("records_repaired", 0) / max(1, forecast["assumed_repaired_records"])
        factor = {"edge": edges, "golden_value": customers, "member": repaired, "pair": repaired if stage["name"] == "repair" else 1}
        terms = {name: value * factor.get(name.split(".")[1], 1) for name, value in terms.items()}
        cases.setdefault(stage["name"], []).append((terms, seconds))
        rates.update({term["rate"]: 1e9 * term["value"] / term["amount"] for term in stage["time_terms"] if term["amount"] > 0})
    own = [plan["plan"] for plan in plans]
    cases.setdefault("plan", []).append((terms_of(own[0]["time_terms"]), min(plan["seconds"] for plan in own)))
    rates.update({term["rate"]: 1e9 * term["value"] / term["amount"] for term in own[0]["time_terms"] if term["amount"] > 0})
    size = int(open(f"{folder}/{job}-size-0").read())
    plan_seconds = min(plan["seconds"] for plan in own)
    print(f'{job:<6}{"all":<10}{forecast_sum:>11.2f}{measured_sum:>9.2f}{forecast_sum / measured_sum:>8.2f}')
    print(f'{job}: result {forecast["output_bytes"] / 1e6:.0f} MB foretold, {size / 1e6:.0f} MB; edges {forecast["assumed_edges"]:,} '
          f'assumed, {runs[0]["edges"]:,}; customers {forecast["assumed_customers"]:,} assumed, {runs[0]["customers"]:,}; '
          f'speed {min(plan["forecast"]["speed"] for plan in plans):.2f}; the plan took {plan_seconds:.2f} s, '
          f'{100 * plan_seconds / measured_sum:.0f} % of the run')
if fit:
    factors = {"wire.byte": 1.0}
    for stage, stage_cases in cases.items():
        # The plan shares rates with stages; only the plan's own rates are fitted to it.
        factors.update(fitted(stage_cases, factors if stage == "plan" else {"wire.byte": 1.0}))
    print("\nrates that fit, nanoseconds of one core, for kTimes of src/plan/forecast_rates.hpp:")
    for name, value in rates.items():
        print(f'    {{"{name}", {value * factors.get(name, 1):.3g}}},   // was {value:.3g}')
