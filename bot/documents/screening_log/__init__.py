"""The screening log: counted from the tally and the coordinators' marks; as text, CSV, XLSX, JSON, a flow diagram and plots."""
