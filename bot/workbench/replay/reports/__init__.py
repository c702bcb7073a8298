"""How it is told what became of scripts: text, JSON, JUnit, HTML, annotations, and a summary of the job."""
