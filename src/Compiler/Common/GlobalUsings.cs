global using Fusion.Compiler.Graphs;
global using Fusion.Compiler.Operations;
