"""What a key may do. Each operation of the API needs one of these scopes; a key has some of them or all of its kind."""

from enum import StrEnum


class Scope(StrEnum):
    PRODUCTIONS_READ = "productions:read"
    PRODUCTIONS_WRITE = "productions:write"
    PRODUCTIONS_APPROVE = "productions:approve"
    UPLOADS_WRITE = "uploads:write"
    WEBHOOKS_MANAGE = "webhooks:manage"
    CREDITS_READ = "credits:read"
    CREDITS_GRANT = "credits:grant"
    KEYS_MANAGE = "keys:manage"


ALL = frozenset(Scope)
# A user's key acts for one person, who neither lets others in nor makes money.
OF_USERS = ALL - {Scope.CREDITS_GRANT, Scope.KEYS_MANAGE}

MEANINGS = {
    Scope.PRODUCTIONS_READ: "see what is made, its events and its files",
    Scope.PRODUCTIONS_WRITE: "make, change, cancel, delete; of that, storyboards' pictures and scenarios cost credits",
    Scope.PRODUCTIONS_APPROVE: "give the green light, which spends what was estimated",
    Scope.UPLOADS_WRITE: "upload files",
    Scope.WEBHOOKS_MANAGE: "register and change webhooks, see and repeat deliveries",
    Scope.CREDITS_READ: "see balances, prices and the ledger",
    Scope.CREDITS_GRANT: "give credits to users (service keys only)",
    Scope.KEYS_MANAGE: "make, list, rotate and revoke keys (service keys only)",
}
