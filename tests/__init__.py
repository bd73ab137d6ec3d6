"""Tests; the folders mirror leadx_app."""
