"""The handler of availability/v2, which asks the kernel for one page of free slots."""

from datetime import UTC

from scheduling import Kernel, Search

from .models import Availability, AvailabilityQuery, Slot, TenantHeaders


def _search(query: AvailabilityQuery) -> Search:
    """Return the one search that stands for every spelling of the same question."""
    return Search(
        event=query.event,
        start=query.start.astimezone(UTC),
        end=query.end.astimezone(UTC),
        resources=tuple(sorted(set(query.resource))),
        party=query.party,
        limit=query.limit,
        cursor=query.cursor,
    )


async def search_availability(kernel: Kernel, query: AvailabilityQuery, headers: TenantHeaders) -> Availability:
    """Return one page of the event's free slots, earliest first."""
    found = await kernel.search(headers.tenant, _search(query))
    return Availability(
        event=found.event,
        duration_minutes=found.duration_min,
        slots=[Slot(start=slot.start, end=slot.end, resources=list(slot.resources)) for slot in found.slots],
        next_cursor=found.next_cursor,
    )
