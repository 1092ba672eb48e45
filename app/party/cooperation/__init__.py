"""Working together (共建): agreements with their yearly review, and who sits in several bodies of a
compound at once (双向进入、交叉任职).
"""
