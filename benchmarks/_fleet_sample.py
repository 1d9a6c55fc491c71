"""The jobs that are simulated: some whole days, or of very many a day some hours around the busiest moment."""

import math
from dataclasses import dataclass

from benchmarks import _fleet_arrivals as arrivals
from benchmarks._fleet_arrivals import BUSIEST, DAY

HOUR = 3600.0
# Jobs that are enough for a 95th percentile, and the most of a day that are simulated one by one.
ENOUGH, MOST = 3_000, 20_000
DAYS, HOURS = 30, (1.0, 3.0)


@dataclass(frozen=True)
class Sample:
    """`work` are (arrival, seconds) over `span` seconds; in a whole day come `per_day`, of `seconds` in the mean."""

    work: list[tuple[float, float]]
    begin: float
    span: float
    per_day: float
    seconds: float

    @property
    def is_part_of_a_day(self) -> bool:
        return self.span < DAY

    @property
    def told(self) -> str:
        if self.is_part_of_a_day:
            return f"{self.span / HOUR:.1f} h around the busiest moment, scaled to a day"
        return f"{self.span / DAY:.0f} whole days"

    def machines(self, at: float, overhead: float = 0.0) -> float:
        """How many work at that moment of the day in the mean, if each job takes `overhead` seconds more."""
        return arrivals.rate(self.per_day, at) * (self.seconds + overhead)

    def day_seconds(self, machine_seconds: float, floor: int) -> float:
        """Paid in a day: the floor around the clock, what was paid above it by the job."""
        above = max(0.0, machine_seconds - floor * self.span)
        times = self.per_day / len(self.work) if self.is_part_of_a_day and self.work else DAY / self.span
        return floor * DAY + above * times


def sample(seed: int, videos: float, jobs_per_video: int, seconds: float) -> Sample:
    jobs = videos * jobs_per_video
    if jobs <= MOST:
        days = min(DAYS, max(1, math.ceil(ENOUGH / jobs))) if jobs else 1
        begin, end = 0.0, DAY * days
    else:
        hours = min(HOURS[1], max(HOURS[0], MOST / jobs * 24))
        begin, end = BUSIEST - hours * HOUR / 2, BUSIEST + hours * HOUR / 2
    return Sample(arrivals.work(seed, videos, begin, end, jobs_per_video, seconds), begin, end - begin, jobs, seconds)
