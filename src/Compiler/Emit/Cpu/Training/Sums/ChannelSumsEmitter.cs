namespace Fusion.Compiler.Emit.Cpu;

/// <summary>The sum of each channel over all samples, for the gradient of what all positions share: a bias.</summary>
public static class ChannelSumsEmitter
{
    public static void Emit(ChunkWriter chunk)
    {
        chunk.OpenChunks();
        chunk.OpenChannels();
        chunk.Sum(["x"], ["sum"], () => chunk.Writer.Line($"sumPart += {chunk.Code.Load("x")};"))[0].Store("sums + c");
        chunk.Writer.Close();
        chunk.Writer.Close();
    }
}
