"""The public Python interface. `import fer_desktop as fer` offers it, each part loaded when it is used."""
