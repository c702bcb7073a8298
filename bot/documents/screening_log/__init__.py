"""The screening log, counted from the tally and the enrolment counts: text, CSV, XLSX, JSON, a flow diagram, plots."""
