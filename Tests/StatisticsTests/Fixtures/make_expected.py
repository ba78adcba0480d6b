#!/usr/bin/env python3
"""Computes what the tests of Statistics expect and prints it as Swift: ../Expected.swift.

    python3 make_expected.py > ../Expected.swift

The file in the repository was made with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1. Lines and ratios
are computed in rational numbers, for at sums of 10^15 numpy's own error is greater than what the tests
allow; linregress is there to show that it is the same line.
"""
import sys
from fractions import Fraction

import numpy
import scipy
from scipy import stats

rng = numpy.random.default_rng(20240501)


def points(n, mean, slope, noise):
    x = rng.integers(mean // 2, 2 * mean, n)
    y = numpy.maximum(0, (slope * x + 7 + noise * numpy.sqrt(x) * rng.standard_normal(n))).astype(int)
    return [(int(a), int(b)) for a, b in zip(x, y)]


def root(q):
    """The square root of a rational number as a float, without rounding the number first."""
    scale = 1 << 400
    from math import isqrt
    return isqrt(q.numerator * scale * scale // q.denominator) / scale


def line(p, weights):
    w = [Fraction(a) for a in weights]
    x = [Fraction(a) for a, _ in p]
    y = [Fraction(b) for _, b in p]
    sw, swx, swy = sum(w), sum(map(lambda a, b: a * b, w, x)), sum(map(lambda a, b: a * b, w, y))
    swxx = sum(a * b * b for a, b in zip(w, x))
    swxy = sum(a * b * c for a, b, c in zip(w, x, y))
    d = sw * swxx - swx * swx
    b = (sw * swxy - swx * swy) / d
    a = (swy - b * swx) / sw
    sse = sum(c * (v - a - b * u) ** 2 for c, u, v in zip(w, x, y))
    sst = sum(c * (v - swy / sw) ** 2 for c, v in zip(w, y))
    s2 = sse / (len(p) - 2)
    return dict(
        intercept=float(a), slope=float(b), residualVariance=float(s2), rSquared=float(1 - sse / sst),
        interceptError=root(s2 * swxx / d), slopeError=root(s2 * sw / d),
        covariance=float(-s2 * swx / d))


def ratio(p):
    n = len(p)
    x, y = sum(a for a, _ in p), sum(b for _, b in p)
    r = Fraction(y, x)
    q = sum((b - r * a) ** 2 for a, b in p)
    return dict(ratio=float(r), residuals=float(q), error=root(Fraction(n, n - 1) * q / x**2))


def hc3(p):
    # As statsmodels' cov_HC3: (X'X)^-1 X' diag(e^2/(1-h)^2) X (X'X)^-1.
    x = numpy.array([a for a, _ in p], dtype=float)
    y = numpy.array([b for _, b in p], dtype=float)
    design = numpy.column_stack([numpy.ones_like(x), x])
    inverse = numpy.linalg.inv(design.T @ design)
    e = y - design @ (inverse @ design.T @ y)
    h = numpy.einsum("ij,jk,ik->i", design, inverse, design)
    c = inverse @ (design.T * (e / (1 - h)) ** 2) @ design @ inverse
    return [float(c[0, 0]), float(c[0, 1]), float(c[1, 1])]


def swift(value):
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(swift, value)) + "]"
    return str(value)


out = []
emit = out.append
emit("// Made by Fixtures/make_expected.py with Python %s, numpy %s and scipy %s." % (
    sys.version.split()[0], numpy.__version__, scipy.__version__))
emit("// swift-format-ignore-file")
emit("")
emit("enum Expected {")

sets = {
    "small": points(12, 40, 0.25, 0.4),
    "windows": points(60, 4000, 0.21, 0.8),
    "large": [(a * 10**6 + 10**15, b * 10**5 + 10**14) for a, b in points(40, 4000, 0.21, 0.8)],
}
for name, p in sets.items():
    emit("  static let %sX: [UInt64] = %s" % (name, swift([a for a, _ in p])))
    emit("  static let %sY: [UInt64] = %s" % (name, swift([b for _, b in p])))
    for label, values in [
        ("Ratio", ratio(p)), ("OLS", line(p, [1] * len(p))),
        ("Weighted", line(p, [Fraction(1, a) for a, _ in p])),
    ]:
        emit("  static let %s%s: [String: Double] = [%s]" % (
            name, label, ", ".join('"%s": %r' % item for item in values.items())))
emit("  static let smallHC3: [Double] = " + swift(hc3(sets["small"])))
emit("  static let windowsHC3: [Double] = " + swift(hc3(sets["windows"])))
check = stats.linregress(*zip(*sets["windows"]))
emit("  /// scipy.stats.linregress: slope, intercept, r, standard errors of slope and intercept.")
emit("  static let windowsLinregress: [Double] = " + swift(
    [float(v) for v in (check.slope, check.intercept, check.rvalue, check.stderr, check.intercept_stderr)]))

probabilities = [1e-12, 1e-6, 0.001, 0.025, 0.05, 0.3, 0.49, 0.5, 0.6, 0.9, 0.95, 0.975, 0.995, 0.9999]
degrees = [0.5, 1, 2, 2.5, 3, 4, 9, 29.5, 49, 51, 150, 299, 1000, 12345.0, 1e5, 1e6, 1e8]
emit("  static let normalQuantile: [[Double]] = " + swift(
    [[p, float(stats.norm.ppf(p))] for p in probabilities + [1e-300, 0.02425, 1 - 1e-9]]))
emit("  static let normalCDF: [[Double]] = " + swift(
    [[x, float(stats.norm.cdf(x))] for x in (-37.0, -10.0, -3.0, -1.0, -0.1, 0.0, 0.5, 1.96, 5.0)]))
emit("  /// Degrees of freedom, probability, quantile.")
emit("  static let studentQuantile: [[Double]] = " + swift(
    [[float(d), p, float(stats.t.ppf(p, d))] for d in degrees for p in probabilities if p != 0.5]))
emit("  /// Degrees of freedom, t, probability.")
emit("  static let studentCDF: [[Double]] = " + swift(
    [[float(d), t, float(stats.t.cdf(t, d))] for d in degrees
     for t in (-30.0, -5.0, -1.5, -0.2, -0.001, 0.0, 0.1, 1.0, 2.5)]))

ratios = [0.21, 0.25, 0.19, 0.31, 0.24, 0.22]
variances = [1e-5, 4e-5, 2e-5, 9e-5, 1e-6, 3e-5]
logs = numpy.log(ratios)
v = numpy.array(variances) / numpy.array(ratios) ** 2
w = 1 / v
fixed = (w * logs).sum() / w.sum()
q = (w * (logs - fixed) ** 2).sum()
tau2 = max(0.0, (q - (len(ratios) - 1)) / (w.sum() - (w**2).sum() / w.sum()))
w = 1 / (v + tau2)
s = logs.std(ddof=1)
k = len(ratios)
margin = stats.t.ppf(0.975, k - 1) * s * numpy.sqrt(1 + 1 / k)
emit("  static let sourceRatios: [Double] = " + swift(ratios))
emit("  static let sourceVariances: [Double] = " + swift(variances))
emit("  /// tau^2, weighted mean, its standard error, s, low and high of the prediction interval.")
emit("  static let randomEffects: [Double] = " + swift([float(a) for a in (
    tau2, (w * logs).sum() / w.sum(), w.sum() ** -0.5, s, numpy.exp(logs.mean() - margin),
    numpy.exp(logs.mean() + margin))]))

counts = [int(a) for a in rng.zipf(1.3, 200) % 100000] + [0, 0, 40_000]
p = numpy.array([a for a in counts if a], dtype=float)
p /= p.sum()
emit("  static let tokenCounts: [UInt64] = " + swift(counts))
emit("  /// Order, entropy in bits, efficiency by observed types and by a vocabulary of 1000.")
emit("  static let entropies: [[Double]] = " + swift([
    [float(a), float(h), float(h / numpy.log2(len(p))), float(h / numpy.log2(1000))]
    for a, h in [(1.0, stats.entropy(p, base=2))]
    + [(a, numpy.log2((p**a).sum()) / (1 - a)) for a in (0.5, 2.0, 2.5, 3.0)]]))
costs = [float(a) for a in rng.integers(50, 900, 17)]
c = numpy.array(costs)
emit("  static let costs: [Double] = " + swift(costs))
emit("  static let gini: Double = " + swift(float(
    numpy.abs(c[:, None] - c[None, :]).sum() / (2 * len(c) ** 2 * c.mean()))))

draws = [float(a) for a in rng.gamma(9, 0.03, 40)]
d = numpy.array(draws)
emit("  static let draws: [Double] = " + swift(draws))
half = stats.t.ppf(0.975, len(d) - 1) * d.std(ddof=1) / numpy.sqrt(len(d))
emit("  /// Mean, standard error, 95 % interval.")
emit("  static let proportionalToSize: [Double] = " + swift(
    [float(a) for a in (d.mean(), d.std(ddof=1) / numpy.sqrt(len(d)), d.mean() - half, d.mean() + half)]))
pairs = d.reshape(-1, 2)
h = len(pairs)
error = numpy.sqrt(((pairs[:, 0] - pairs[:, 1]) ** 2).sum()) / (2 * h)
half = stats.t.ppf(0.975, h) * error
emit("  static let twoPerStratum: [Double] = " + swift(
    [float(a) for a in (d.mean(), error, d.mean() - half, d.mean() + half)]))
classes = [int(a) for a in rng.integers(0, 3, 40)]
classes[7] = 3
shares = [0.5, 0.3, 0.15, 0.05]
counted = [classes.count(i) for i in range(4)]
order = sorted(range(3), key=lambda i: counted[i])
merged = {i: i for i in range(4)}
merged[order[0]] = 3  # one unit is too few, and takes the next larger class with it
label = numpy.array([merged[i] for i in classes])
value, e = 0.0, numpy.zeros_like(d)
for i in set(label):
    share = sum(s for j, s in enumerate(shares) if merged[j] == i)
    inside = label == i
    value += share * d[inside].mean()
    e[inside] = share / inside.mean() * (d[inside] - d[inside].mean())
e = e.reshape(-1, 2)
emit("  static let classes: [Int] = " + swift(classes))
emit("  static let shares: [Double] = " + swift(shares))
emit("  /// Value and standard error.")
emit("  static let calibrated: [Double] = " + swift(
    [float(value), float(numpy.sqrt(((e[:, 0] - e[:, 1]) ** 2).sum()) / (2 * h))]))


def xoshiro(seed, n):
    mask = 2**64 - 1
    state = []
    for _ in range(4):
        seed = (seed + 0x9E3779B97F4A7C15) & mask
        z = seed
        z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ z >> 27) * 0x94D049BB133111EB) & mask
        state.append(z ^ z >> 31)
    rotate = lambda a, k: (a << k | a >> (64 - k)) & mask
    for _ in range(n):
        yield rotate(state[1] * 5 & mask, 7) * 9 & mask
        t = state[1] << 17 & mask
        state[2] ^= state[0]
        state[3] ^= state[1]
        state[1] ^= state[2]
        state[0] ^= state[3]
        state[2] ^= t
        state[3] = rotate(state[3], 45)


emit("  static let xoshiroSeed42: [UInt64] = " + swift(list(xoshiro(42, 6))))
emit("}")
print("\n".join(out))
