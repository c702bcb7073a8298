"""Pictures that people file and send: the decision on a screening, and the pathway of a trial; as SVG and as PNG."""
