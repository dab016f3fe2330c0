"""Who a row is about: an organisation by its code, its list or its register, or a person, who does not come in.

Everything that may mean a person is asked before anything that means an organisation. A class is shown by the code, by
the type column, by what the form states or by a legal-form token of the name; where nothing shows it the answer is left
to the store, which may know the subject.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from xinyong.register.admission import Admitted, Refusal, Waiting, admit
from xinyong.register.classes import class_from_name, class_from_type, name_is_person, type_is_person
from xinyong.register.identification import Identification, identify
from xinyong.sources import cells as reading
from xinyong.sources.prepared import Objection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xinyong.kernel.ids import Plane
    from xinyong.register.identifiers.scheme import Scheme
    from xinyong.register.subjects import SubjectClass
    from xinyong.sources.mapping import Mapping

_PERSONS: Final = frozenset({"personal_number", "individual_business"})
"""Reasons of a refused code that mean: the row is about a person."""

_EMPTY: Final = frozenset({"filler"})
"""Reasons of a refused code that mean: there is none."""

_CACHED: Final = 20_000


class AboutPerson(NamedTuple):
    """The row is about a natural person or an individual business: it is counted, and nothing of it is kept."""


class Found(NamedTuple):
    """What a row says of its subject.

    Attributes:
        identifier: (scheme, code), or None where the row names no code.
        place: cell of the identifier, -1 where there is none.
        doubt: the objection is a doubt about the identifier alone.
    """

    identifier: tuple[str, str] | None
    place: int
    subject_class: str
    shown_by: str
    others: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, str, str], ...]
    successors: tuple[tuple[str, str], ...]
    objection: Objection | None
    doubt: bool


_Answer: TypeAlias = tuple[Identification, Objection | None]


class SubjectReader:
    """Reads who the rows of one form are about."""

    def __init__(self, mapping: Mapping, plane: Plane, *, stated: SubjectClass | None, trusting: bool) -> None:
        """Compile what the mapping says of subjects."""
        self._mapping = mapping
        self._plane = plane
        self._stated = stated or mapping.subject.type.stated
        self._trusting = trusting
        subject = mapping.subject
        self._identifiers = [(mapping.place(one.column), one.column, one.scheme) for one in subject.identifiers]
        self._names = [(mapping.place(one.column), one) for one in subject.names]
        kind = subject.type
        self._type = mapping.place(kind.column) if kind.column is not None else -1
        self._persons = frozenset(kind.persons)
        self._organisations = kind.organisations
        self._person_places = [mapping.place(code) for code in kind.person_columns]
        others = subject.succession.others if subject.succession is not None else None
        self._others = mapping.place(others) if others is not None else -1
        self._answers: dict[tuple[str, Scheme | None, SubjectClass | None], _Answer] = {}
        self._types: dict[str, tuple[bool, SubjectClass | None]] = {}
        self._classes: dict[str, tuple[bool, SubjectClass | None]] = {}

    @property
    def places(self) -> tuple[int, ...]:
        """Return the places of all cells that `read` looks at: rows that agree on them are about the same."""
        codes = [place for place, _, _ in self._identifiers]
        names = [place for place, _ in self._names]
        looked_at = {self._type, self._others, *codes, *self._person_places, *names}
        return tuple(sorted(place for place in looked_at if place >= 0))

    def read(self, cells: Sequence[str], masked: Sequence[str]) -> Found | AboutPerson:
        """Return whom a row is about; `cells` as delivered, `masked` as they may be kept."""
        said = reading.clean(cells[self._type]) if self._type >= 0 else ""
        is_person, by_type = self._types.get(said) or self._typed(said)
        if is_person:
            return AboutPerson()
        codes = self._codes(cells, by_type or self._stated)
        if isinstance(codes, AboutPerson) or (not codes and any(cells[place].strip() for place in self._person_places)):
            return AboutPerson()
        by_code = next((one.subject_class for _, one, objection in codes if objection is None), None)
        if by_code is not None or self._stated is not None:
            return self._found(codes, masked, said, by_type, None)
        is_person, by_name = self._name(reading.clean(masked[self._names[0][0]]) if self._names else "")
        return AboutPerson() if is_person else self._found(codes, masked, said, by_type, by_name)

    def _typed(self, said: str) -> tuple[bool, SubjectClass | None]:
        """Whether a value of the type column means a person, and the class that it means."""
        person = bool(said) and (said in self._persons or type_is_person(said))
        found = person, (self._organisations.get(said) or class_from_type(said)) if said else None
        if len(self._types) < _CACHED:
            self._types[said] = found
        return found

    def _codes(
        self, cells: Sequence[str], shown: SubjectClass | None
    ) -> list[tuple[int, Identification, Objection | None]] | AboutPerson:
        """The row's codes in the order of the mapping, without the empty ones; all of them only for a register."""
        found: list[tuple[int, Identification, Objection | None]] = []
        for place, column, scheme in self._identifiers:
            cell = cells[place]
            if not cell or cell.isspace():
                continue
            answer = self._answers.get((cell, scheme, shown))
            if answer is None:
                answer = self._asked(cell, column, scheme, shown)
                if len(self._answers) < _CACHED:
                    self._answers[cell, scheme, shown] = answer
            identification, objection = answer
            reason = identification.reasons[0].code if objection is not None and identification.reasons else ""
            if reason in _PERSONS:
                return AboutPerson()
            if reason not in _EMPTY:
                found.append((place, identification, objection))
        return found

    def _asked(self, cell: str, column: str, scheme: Scheme | None, shown: SubjectClass | None) -> _Answer:
        identification = identify(cell, typed=scheme, shown=shown)
        answer = admit(identification, self._plane)
        match answer:
            case Admitted():
                return identification, None
            case Waiting(reasons=reasons):
                if self._trusting and "*" not in identification.code:
                    return identification, None
                text = f"{column}: {reasons[0].text}"
                fix = "Check the code against the register and send it again, or let an official admit the row."
                return identification, Objection("quarantined", column, identification.code, reasons[0].code, text, fix)
            case Refusal(reasons=reasons):
                text = f"{column}: {reasons[0].text}"
                fix = "Send the row with the code of the organisation."
                return identification, Objection("refused", column, identification.code, reasons[0].code, text, fix)

    def _name(self, name: str) -> tuple[bool, SubjectClass | None]:
        if not name:
            return False, None
        known = self._classes.get(name)
        if known is None:
            known = name_is_person(name), class_from_name(name)
            if len(self._classes) < _CACHED:
                self._classes[name] = known
        return known

    def _found(
        self,
        codes: list[tuple[int, Identification, Objection | None]],
        masked: Sequence[str],
        said: str,
        by_type: SubjectClass | None,
        by_name: SubjectClass | None,
    ) -> Found:
        if len(codes) == 1 and codes[0][2] is None and not self._mapping.subject.register:
            return self._plain(codes[0][0], codes[0][1], masked, by_type, by_name)
        good = [(place, answer) for place, answer, objection in codes if objection is None]
        objection = _first_objection(codes, strict=self._mapping.subject.register)
        if not good and objection is None and self._mapping.list is None:
            objection = self._nameless(said)
        doubt = not good and objection is not None and objection.verdict == "quarantined"
        named = good or [
            (place, answer) for place, answer, one in codes if doubt and one is objection and "*" not in answer.code
        ]
        subject_class, shown_by = self._shown(good, by_type, by_name)
        register = self._mapping.subject.register
        return Found(
            identifier=_pair(named[0][1]) if named else None,
            place=named[0][0] if named else -1,
            subject_class=subject_class.value if subject_class is not None else "",
            shown_by=shown_by,
            others=tuple(_pair(answer) for _, answer in good[1:]) if register else (),
            names=self._all_names(masked),
            successors=self._successors(masked),
            objection=objection,
            doubt=bool(named) and doubt,
        )

    def _plain(
        self,
        place: int,
        answer: Identification,
        masked: Sequence[str],
        by_type: SubjectClass | None,
        by_name: SubjectClass | None,
    ) -> Found:
        """Most rows name one code, and it is good."""
        subject_class, shown_by = answer.subject_class, "code"
        if subject_class is None:
            subject_class, shown_by = self._shown([(place, answer)], by_type, by_name)
        named = subject_class.value if subject_class is not None else ""
        return Found(_pair(answer), place, named, shown_by, (), self._all_names(masked), (), None, doubt=False)

    def _nameless(self, said: str) -> Objection:
        column = self._mapping.subject.identifiers[0].column if self._mapping.subject.identifiers else ""
        text = "the row names no code of its subject"
        fix = f"Fill in {column} and send the row again."
        return Objection("quarantined", column, said, "subject-missing", text, fix)

    def _shown(
        self,
        good: list[tuple[int, Identification]],
        by_type: SubjectClass | None,
        by_name: SubjectClass | None,
    ) -> tuple[SubjectClass | None, str]:
        by_code = next((answer.subject_class for _, answer in good if answer.subject_class is not None), None)
        shown = ((by_code, "code"), (by_type, "type"), (self._stated, "form"), (by_name, "name"))
        return next(((found, how) for found, how in shown if found is not None), (None, ""))

    def _all_names(self, masked: Sequence[str]) -> tuple[tuple[str, str, str], ...]:
        names: dict[str, tuple[str, str, str]] = {}
        for place, naming in self._names:
            cell = reading.clean(masked[place])
            if cell:
                for name in reading.parts(cell, naming.split) if naming.split else [cell]:
                    names.setdefault(name, (name, naming.language, naming.form))
        return tuple(names.values())

    def _successors(self, masked: Sequence[str]) -> tuple[tuple[str, str], ...]:
        succession = self._mapping.subject.succession
        if self._others < 0 or succession is None:
            return ()
        answers = [self._asked(code, "", None, None) for code in reading.parts(masked[self._others], succession.split)]
        return tuple(_pair(answer) for answer, objection in answers if objection is None)


def _first_objection(codes: list[tuple[int, Identification, Objection | None]], *, strict: bool) -> Objection | None:
    """A code that is none does not matter where another column has one; a doubtful one before it does.

    A register's codes are given to the subject, all of them, so there every doubt matters.
    """
    objections: list[Objection] = []
    good = False
    for _, _, objection in codes:
        if objection is None:
            good = True
        elif strict or not good:
            objections.append(objection)
    if good:
        return next((objection for objection in objections if objection.verdict == "quarantined"), None)
    return objections[0] if objections else None


def _pair(answer: Identification) -> tuple[str, str]:
    return (answer.scheme.value if answer.scheme is not None else "", answer.code)
