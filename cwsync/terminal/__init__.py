"""Everything a person sees, and the JSON documents. Rich lives only here."""
