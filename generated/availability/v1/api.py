"""The handler of availability/v1: it asks the kernel for free time and hands back one page of it."""

from scheduling import Kernel, Search

from .models import Availability, AvailabilityQuery, Slot, TenantHeaders


async def search_availability(kernel: Kernel, query: AvailabilityQuery, headers: TenantHeaders) -> Availability:
    """Answer one page of the free slots of an event."""
    found = await kernel.search(headers.tenant, _search(query))
    return Availability(
        event=found.event,
        duration_minutes=found.duration_min,
        slots=[Slot(start=slot.start, end=slot.end, resources=list(slot.resources)) for slot in found.slots],
        next_cursor=found.next_cursor,
    )


def _search(query: AvailabilityQuery) -> Search:
    """Translate the contract's question into the kernel's."""
    return Search(
        event=query.event,
        start=query.start,
        end=query.end,
        resources=tuple(query.resource),
        party=query.party,
        limit=query.limit,
        cursor=query.cursor,
    )
