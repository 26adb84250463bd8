"""A recall on paper and as a spreadsheet."""

from . import lot_recall
