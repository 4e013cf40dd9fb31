namespace Fusion;

internal static class Declaration
{
    public static InvalidOperationException NotExecutable() => new(
        "A network's declaration is read at build time and never executed: load the network with Load or Initialize, then call Run.");
}
