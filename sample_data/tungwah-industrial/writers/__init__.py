"""The simulated company's facts as the exports of the tools that it uses."""
