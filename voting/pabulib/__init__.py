"""The Pabulib ``.pb`` format: read, check, write.

Format: http://pabulib.org/format; D. Stolicki, S. Szufa, N. Talmon, arXiv 2012.06539;
P. Faliszewski et al., *Participatory Budgeting: Data, Tools, and Analysis*, IJCAI 2023.
"""
