from cwsync.commands.root import noun
app = noun("x")
