"""The synthetic authority network: three years of deliveries, month by month, from one injected generator.

The same organisations and the same generator give the same deliveries. Nothing here writes a file or knows a store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xinyong.app.demo import double_publicity, ecology, labour, market, register, tax
from xinyong.app.demo.desk import Desk
from xinyong.app.demo.society import months

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence
    from random import Random

    from xinyong.app.demo.delivery import Delivery
    from xinyong.app.demo.society import Organisation


class Network:
    """The authorities at work.

    Attributes:
        planted: defects written so far, by name.
    """

    def __init__(self, organisations: Sequence[Organisation], random: Random) -> None:
        """Set up the network over organisations in the order of their founding."""
        self._desk = Desk(organisations, random)

    @property
    def planted(self) -> Counter[str]:
        """Defects written so far, by name."""
        return self._desk.planted

    def deliveries(self) -> Iterator[Delivery]:
        """Yield every delivery, in the order in which they are delivered."""
        for number, month in enumerate(months()):
            self._desk.month = month
            register.write(self._desk, number)
            market.write(self._desk, number)
            tax.write(self._desk, number)
            ecology.write(self._desk)
            double_publicity.write(self._desk)
            labour.write(self._desk)
            yield from sorted(self._desk.post(number), key=lambda delivery: (delivery.day, delivery.path))
