"""The preview as a person reads it: 80 columns are enough, colour is never needed."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from preview.document import FindingEntry, Place, Preview, ResourceEntry

EXPIRES_SOON_DAYS = 30
INDENT = "  "
GUIDE_WIDTH = 4
NARROWEST = 20
"""Columns below which text is not wrapped any further, whatever the terminal says of itself."""
UNBREAKABLE = "\u00a0"
LAYERS = ("network", "security", "storage", "delivery", "compute")
"""Layers in the order they build on each other."""
FINDINGS_SHOWN_PER_RULE = 5
"""Without `--all`, further findings of the same rule are only counted."""

MARKS = {"fail": ("FAIL", "bold red"), "error": ("ERROR", "bold red"), "unknown": ("UNKNOWN", "yellow")}


def show(preview: Preview, console: Console, everything: bool = False) -> None:
    """Print the tree, the counts, the findings, the waivers and the result."""
    console.print(resource_tree(preview, everything, console.width))
    console.print()
    _show_counts(preview, console)
    _show_policies(preview, console, everything)
    _show_waivers(preview, console)
    console.print(_result(preview))


def short_type(token: str) -> str:
    """A type as people say it: `ec2.Vpc` for `aws:ec2/vpc:Vpc`, `Network` for `groundwork:index:Network`."""
    package, _, rest = token.partition(":")
    module, _, name = rest.rpartition(":")
    if package == "pulumi":
        return f"{name} provider"
    return name if module == "index" else f"{module.partition('/')[0]}.{name}"


def resource_tree(preview: Preview, everything: bool, width: int) -> Tree:
    """Components as branches; resources folded by type, or one a line when everything is wanted."""
    children: dict[str, list[ResourceEntry]] = {}
    known = {entry.urn for entry in preview.resources}
    for entry in preview.resources:
        children.setdefault(entry.parent if entry.parent in known else "", []).append(entry)

    def grow(branch: Tree, urn: str, depth: int) -> None:
        inside = children.get(urn, [])
        for entry in sorted((e for e in inside if e.component), key=_reading_order):
            grow(branch.add(_component(entry)), entry.urn, depth + 1)
        leaves = [entry for entry in inside if not entry.component]
        if everything:
            for entry in leaves:
                grow(branch.add(_leaf(entry)), entry.urn, depth + 1)
        elif leaves:
            branch.add(_folded(_with_offspring(leaves, children), width - depth * GUIDE_WIDTH))

    tree = Tree(Text.assemble((preview.stack, "bold"), f"  {preview.stack_file}"), guide_style="dim")
    grow(tree, "", 1)
    return tree


def _with_offspring(
    leaves: Iterable[ResourceEntry], children: dict[str, list[ResourceEntry]]
) -> Iterable[ResourceEntry]:
    for entry in leaves:
        yield entry
        yield from _with_offspring((e for e in children.get(entry.urn, []) if not e.component), children)


def _component(entry: ResourceEntry) -> Text:
    where = f"  {_short(entry.stack_file)}" if entry.stack_file else ""
    return Text.assemble((short_type(entry.type), "bold cyan"), f" {entry.name}", (where, "dim"))


def _leaf(entry: ResourceEntry) -> Text:
    protected = "  protected" if entry.protected else ""
    where = f"  {_short(entry.source)}" if entry.source else ""
    return Text.assemble(f"{short_type(entry.type)} {entry.name}", (protected, "green"), (where, "dim"))


def _folded(leaves: Iterable[ResourceEntry], width: int) -> Text:
    counts = Counter(short_type(entry.type) for entry in leaves)
    return Text(_wrapped((f"{n} {type_}" if n > 1 else type_ for type_, n in sorted(counts.items())), width))


def _wrapped(words: Iterable[str], width: int) -> str:
    """A list over as many lines as it needs, broken only between its words: a number stays with its noun."""
    unbroken = ", ".join(word.replace(" ", UNBREAKABLE) for word in words)
    lines = textwrap.wrap(unbroken, max(width, NARROWEST), break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines).replace(UNBREAKABLE, " ")


def _reading_order(entry: ResourceEntry) -> tuple[int, str, str, str]:
    return _place(entry.layer), entry.layer, entry.type, entry.name


def _place(layer: str) -> int:
    return LAYERS.index(layer) if layer in LAYERS else len(LAYERS)


def _show_counts(preview: Preview, console: Console) -> None:
    counts = preview.counts
    head = f"{_many(counts.resources, 'resource')} in {_many(counts.components, 'component')}"
    layers = sorted(counts.by_layer, key=lambda layer: (_place(layer), layer))
    words = [f"{layer} {counts.by_layer[layer]}" for layer in layers]
    console.print(Text(_wrapped([f"{head}: {words[0]}", *words[1:]] if words else [head], console.width), "bold"))


def _show_policies(preview: Preview, console: Console, everything: bool) -> None:
    policies = preview.policies
    parts = [f"{number:,} {verdict}" for verdict, number in policies.verdicts.items() if number or verdict == "fail"]
    parts[0] = f"{_many(policies.rules, 'rule')}: {parts[0]}"
    console.print(Text(_wrapped(parts, console.width), "bold"))
    if policies.unjudged_types:
        words = [short_type(type_) for type_ in policies.unjudged_types]
        console.print(Text(_wrapped([f"no rule looks at {words[0]}", *words[1:]], console.width)))
    shown: Counter[tuple[str, str]] = Counter()
    for finding in preview.findings:
        group = finding.rule, finding.verdict
        shown[group] += 1
        if everything or shown[group] <= FINDINGS_SHOWN_PER_RULE:
            console.print()
            _show_finding(finding, console)
    hidden = [(rule, verdict, n - FINDINGS_SHOWN_PER_RULE) for (rule, verdict), n in shown.items()]
    hidden = [] if everything else [group for group in hidden if group[2] > 0]
    if hidden:
        more = ", ".join(f"{number} more of {rule} ({verdict})" for rule, verdict, number in hidden)
        console.print(Text(f"\n{more}: --all shows them."))
    if preview.findings:
        console.print()


def _show_finding(finding: FindingEntry, console: Console) -> None:
    mark, style = MARKS[finding.verdict]
    if finding.waived_by:
        mark, style = "WAIVED", "yellow"
    head = Text.assemble((mark, style), (f" {finding.rule}", "bold"), f" {finding.severity}, {finding.level}")
    head.append(f"  {short_type(finding.type)} {finding.name}")
    console.print(head)
    for line in textwrap.wrap(finding.sentence or finding.title, max(console.width - len(INDENT), NARROWEST)):
        console.print(Text(INDENT + line))
    for where in _where(finding):
        console.print(Text(INDENT + where, "dim"))


def _where(finding: FindingEntry) -> Iterator[str]:
    if finding.source and _at(finding.source) not in finding.sentence:
        yield f"declared by {_at(finding.source)}"
    if finding.stack_file:
        yield f"asked for by {_at(finding.stack_file)} ({finding.stack_file.key})"
    if finding.waived_by:
        yield f"waived by {finding.waived_by}"


def _show_waivers(preview: Preview, console: Console) -> None:
    for sentence in preview.policies.waiver_problems:
        console.print(Text.assemble(("WAIVER ", "bold red"), sentence))
    for waiver in preview.waivers:
        if waiver.state == "used":
            soon = waiver.days_left <= EXPIRES_SOON_DAYS
            ends = f"until {waiver.expires}" + (f", {_many(waiver.days_left, 'day')} from now" if soon else "")
            console.print(Text(f"waiver {waiver.ticket} of {waiver.rule} holds {ends}", "yellow" if soon else ""))
        elif waiver.state == "unused":
            console.print(Text(f"waiver {waiver.ticket} of {waiver.rule} is not needed here; remove it", "yellow"))


def _result(preview: Preview) -> Text:
    if preview.result == "refused":
        policies = preview.policies
        what = [
            _many(n, word)
            for n, word in ((policies.blocking, "finding"), (len(policies.waiver_problems), "waiver"))
            if n
        ]
        return Text.assemble(("refused", "bold red"), f": {' and '.join(what)} to repair before `pulumi up`.")
    unknown = preview.policies.verdicts["unknown"]
    rest = f" {_many(unknown, 'verdict')} cannot be known before `pulumi up`; the policy pack looks again there."
    return Text.assemble(("ok", "bold green"), ": no mandatory rule is broken.", rest if unknown else "")


def _at(place: Place | None) -> str:
    return f"{place.file}:{place.line}" if place else ""


def _short(place: Place) -> str:
    """A line without the folders of its file: in the tree the layer and the component say where that is."""
    return f"{place.file.rpartition('/')[2]}:{place.line}"


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
