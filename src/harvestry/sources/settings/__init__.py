"""What the taxpayer tells about the household: accounts, assets, the profile, prices."""
