"""The network: public hosts only, the resolver, the download handler, and what an HTTP answer says."""
