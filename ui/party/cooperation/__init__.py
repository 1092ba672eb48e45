"""交叉任职 and 共建协议 at the desk."""
