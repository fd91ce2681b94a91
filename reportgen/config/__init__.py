"""What was asked: report.yaml, portfolio.yaml and brand.yaml → one frozen ``ClientConfig``.

In: a client's folder and the names that the other rooms know (``names.Names``). Out: a
``client.ClientConfig``, or one ``ConfigError`` that lists everything wrong, each problem with its file,
line and column. The way through: ``document`` (YAML → values with places) → ``model`` (types) and
``rules`` (what types cannot say: names, keys that exclude each other) and ``paths`` (files) → ``load``.
"""
