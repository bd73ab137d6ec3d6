"""The people of the demo: the named accounts of product.md section 13, and their colleagues."""

from dataclasses import dataclass

from leadx_app.models import Role

PASSWORD = "leadx-demo-2026"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works in one of the demo's organizations."""

    name: str
    role: Role
    organization: str
    email: str
    language: str = "en"


# The accounts that the sign-in page lists in demo mode, in this order.
NAMED = (
    Colleague("Line Tangen", Role.LITE, "Nordlys", "lite@nordlys.example"),
    Colleague("Bjørn Aasen", Role.BASIC, "Nordlys", "basic@nordlys.example"),
    Colleague("Petra Solheim", Role.PROFESSIONAL, "Nordlys", "professional@nordlys.example"),
    Colleague("Magnus Haugen", Role.MANAGER, "Nordlys", "manager@nordlys.example"),
    Colleague("Astrid Berg", Role.ADMIN, "Nordlys", "admin@nordlys.example"),
    Colleague("Silje Moen", Role.MANAGER, "Nordlys Service", "manager@service.nordlys.example"),
    Colleague("Odd Nygård", Role.BASIC, "Nordlys Service", "basic@service.nordlys.example"),
    Colleague("Pål Eriksen", Role.MANAGER, "Nordlys Partner", "manager@partner.nordlys.example"),
    Colleague("Frida Strand", Role.MANAGER, "Fjord", "manager@fjord.example"),
    Colleague("Henrik Vik", Role.BASIC, "Fjord", "basic@fjord.example"),
    Colleague("Unni Fossum", Role.ADMIN, "Fjord", "admin@fjord.example"),
)

OTHERS = (
    Colleague("Ingrid Nilsen", Role.MANAGER, "Nordlys", "ingrid.nilsen@nordlys.example", "nb"),
    Colleague("Jonas Kristiansen", Role.PROFESSIONAL, "Nordlys", "jonas.kristiansen@nordlys.example", "nb"),
    Colleague("Kristine Johansen", Role.PROFESSIONAL, "Nordlys", "kristine.johansen@nordlys.example"),
    Colleague("Thomas Andersen", Role.PROFESSIONAL, "Nordlys", "thomas.andersen@nordlys.example", "nb"),
    Colleague("Marte Lindberg", Role.PROFESSIONAL, "Nordlys", "marte.lindberg@nordlys.example"),
    Colleague("Espen Holm", Role.BASIC, "Nordlys", "espen.holm@nordlys.example", "nb"),
    Colleague("Tonje Rasmussen", Role.BASIC, "Nordlys", "tonje.rasmussen@nordlys.example", "nb"),
    Colleague("Per Arne Dale", Role.BASIC, "Nordlys", "per.arne.dale@nordlys.example", "nb"),
    Colleague("Malin Sæther", Role.BASIC, "Nordlys", "malin.saether@nordlys.example"),
    Colleague("Kåre Skogen", Role.LITE, "Nordlys", "kare.skogen@nordlys.example", "nb"),
    Colleague("Vilde Bergersen", Role.LITE, "Nordlys", "vilde.bergersen@nordlys.example"),
    Colleague("Roar Mikkelsen", Role.PROFESSIONAL, "Nordlys Service", "roar.mikkelsen@service.nordlys.example", "nb"),
    Colleague("Linn Fredriksen", Role.BASIC, "Nordlys Service", "linn.fredriksen@service.nordlys.example", "nb"),
    Colleague("Asbjørn Lie", Role.LITE, "Nordlys Service", "asbjorn.lie@service.nordlys.example", "nb"),
    Colleague("Hilde Torgersen", Role.PROFESSIONAL, "Nordlys Partner", "hilde.torgersen@partner.nordlys.example"),
    Colleague("Stian Hoel", Role.BASIC, "Nordlys Partner", "stian.hoel@partner.nordlys.example", "nb"),
    Colleague("Ole Martin Brekke", Role.PROFESSIONAL, "Fjord", "ole.martin.brekke@fjord.example", "nb"),
    Colleague("Julie Sandnes", Role.PROFESSIONAL, "Fjord", "julie.sandnes@fjord.example"),
    Colleague("Torstein Våge", Role.BASIC, "Fjord", "torstein.vage@fjord.example", "nb"),
    Colleague("Emilie Hopland", Role.LITE, "Fjord", "emilie.hopland@fjord.example", "nb"),
)

IN_TWO_PLACES = "kristine.johansen@nordlys.example"
"""Who is also a Manager of Nordlys Service, and has the switcher."""
