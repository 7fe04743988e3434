"""Which kind of portal stands at an address: ordered questions as data, a pure decision, and a spider that asks."""
