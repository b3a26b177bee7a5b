"""Which stores personal data may get into although their tags say that they hold none."""

from policies.flows.model import Flow
from preview.records.model import MADE, Records, Store


def reached(store: Store, records: Records) -> str:
    """What personal data may get into a store, and from where; "" where none is seen to."""
    urn = store.resource.urn
    arriving = [flow for flow in records.flows if flow.target_urn == urn]
    traces = sorted({f"{flow.what} of {flow.source}" for flow in arriving if not flow.carries_data})
    personal = _holding(records)
    data = sorted({_said(flow) for flow in arriving if flow.carries_data and flow.source_urn in personal})
    parts = []
    if traces:
        parts.append(f"it takes traces, in which names and addresses of people may be: {', '.join(traces)}")
    if data:
        parts.append(f"data of persons may flow into it: {', '.join(data)}")
    return "; ".join(parts)


def _said(flow: Flow) -> str:
    return f"{flow.source}, through {flow.via}"


def _holding(records: Records) -> set[str]:
    """URNs of the stores that hold or may hold personal data, or are reached from such a one by any number of flows."""
    found = {store.resource.urn for store in records.stores if store.personal or store.data_class in MADE}
    onward = [(flow.source_urn, flow.target_urn) for flow in records.flows if flow.carries_data]
    while more := {target for source, target in onward if source in found and target and target not in found}:
        found |= more
    return found
