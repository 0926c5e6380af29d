"""Fair, certified, public draws of panels: pool, targets, lottery, draw, proof, tables."""
