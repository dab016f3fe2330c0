"""What the law says: packs as typed, digested data, record kinds and the closed language of conditions."""
