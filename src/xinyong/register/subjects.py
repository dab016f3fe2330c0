"""Classes of subjects: organisations, and nothing else.

There is no member for a natural person, nor for an individual business (个体工商户), which is a person in trade. What
shows no class has none: every function here answers None rather than guess.
"""

from __future__ import annotations

from enum import Enum


class SubjectClass(Enum):
    """What kind of organisation a subject is, after the entity categories of GB 32100."""

    ENTERPRISE = "enterprise"
    """A company, partnership, sole-investor enterprise (个人独资企业) or branch: 91."""
    COOPERATIVE = "cooperative"
    """A farmers' or other cooperative: 93."""
    RURAL_COLLECTIVE = "rural_collective"
    """A collective economic organisation of group, village or township: N."""
    STATE_ORGAN = "state_organ"
    """A body of government: 11."""
    PUBLIC_INSTITUTION = "public_institution"
    """A public institution (事业单位), military ones included: 12, A1."""
    MASS_ORGANISATION = "mass_organisation"
    """A mass organisation whose staffing the state manages directly: 13."""
    SOCIAL_ORGANISATION = "social_organisation"
    """A social group, private non-enterprise unit or foundation: 51, 52, 53."""
    JUDICIAL_SERVICE = "judicial_service"
    """A law firm, notary, legal-service office, forensic institution or arbitration commission: 31 to 35."""
    RELIGIOUS_BODY = "religious_body"
    """A religious venue or school: 71, 72."""
    TRADE_UNION = "trade_union"
    """A trade union: 81."""
    FOREIGN_BODY = "foreign_body"
    """A resident foreign office: news agency, cultural centre, tourism office: 21, 41, 61, 62."""
    FUND = "fund"
    """An investment fund, as a register of legal entities knows it."""
    OTHER_ORGANISATION = "other_organisation"
    """An organisation whose kind is not told further."""
