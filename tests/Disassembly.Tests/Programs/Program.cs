namespace Fusion.Disassembly.Tests.Programs;

/// <summary>What the tests start as a process of its own: the zoo, layers with weights in BF16, or training steps.</summary>
internal static class Program
{
    public static int Main(string[] arguments) => arguments[0] switch
    {
        NarrowProgram.Argument => NarrowProgram.Run(Enum.Parse<InstructionSet>(arguments[1])),
        TrainingProgram.Argument => TrainingProgram.Run(Enum.Parse<InstructionSet>(arguments[1])),
        _ => ZooProgram.Main(arguments),
    };
}
