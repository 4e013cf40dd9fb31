namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints the loop over vectors of channels: whole ones, and the rest.</summary>
public static class ChannelLoop
{
    /// <param name="body">Prints what happens to the channels from the given offset on (<c>" + c"</c>), so many of them.</param>
    public static void Emit(CodeWriter writer, int lanes, int channels, Action<string, int> body)
    {
        int full = channels / lanes * lanes;
        if (full == lanes)
        {
            // A block of its own, for the variables' sake.
            writer.Open("");
            body("", lanes);
            writer.Close();
        }
        else if (full > 0)
        {
            writer.Open($"for (int c = 0; c < {full}; c += {lanes})");
            body(" + c", lanes);
            writer.Close();
        }
        if (full < channels)
        {
            writer.Open("");
            body(KernelText.Offset(full), channels - full);
            writer.Close();
        }
    }
}
