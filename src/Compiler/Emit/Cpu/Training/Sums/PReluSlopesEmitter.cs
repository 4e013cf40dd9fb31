namespace Fusion.Compiler.Emit.Cpu;

/// <summary>The sums of x · dy where x is not positive, for the slopes of a PReLU.</summary>
public static class PReluSlopesEmitter
{
    public static void Emit(ChunkWriter chunk)
    {
        CodeWriter writer = chunk.Writer;
        VectorCode code = chunk.Code;
        chunk.OpenChunks();
        chunk.OpenChannels();
        chunk.Sum(["x", "dy"], ["sum"], () =>
        {
            writer.Line($"{code.Type} at = {code.Load("x")};");
            string counts = $"{code.Class}.LessThanOrEqual(at, {code.Zero})";
            writer.Line($"sumPart += {code.Class}.ConditionalSelect({counts}, at * {code.Load("dy")}, {code.Zero});");
        })[0].Store("sums + c");
        writer.Close();
        writer.Close();
    }
}
