namespace Fusion.Disassembly.Tests.Programs;

/// <summary>What the tests start as a process of its own: the zoo, or layers with weights in BF16.</summary>
internal static class Program
{
    public static int Main(string[] arguments) =>
        arguments[0] == NarrowProgram.Argument ? NarrowProgram.Run(Enum.Parse<InstructionSet>(arguments[1])) : ZooProgram.Main(arguments);
}
