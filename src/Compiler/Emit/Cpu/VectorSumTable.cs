namespace Fusion.Compiler.Emit.Cpu;

/// <summary>The texts of sums in double precision, in the notation of <see cref="VectorFunctionTable"/>.</summary>
internal static class VectorSumTable
{
    /// <summary>The functions by name, each with those that it calls.</summary>
    public static Dictionary<string, (string[] Needs, string Text)> All { get; } = new(StringComparer.Ordinal)
    {
        ["Fold"] = ([], """
            /// <summary>Adds the sums of a chunk to totals in double precision.</summary>
            void Fold(double* totals, V sums)
            {
                (K.Load(totals) + K.WidenLower(sums)).Store(totals);
                (K.Load(totals + W.Count) + K.WidenUpper(sums)).Store(totals + W.Count);
            }
            """),
        ["Folded"] = ([], """
            /// <summary>Totals in double precision, rounded.</summary>
            V Folded(double* totals) => K.Narrow(K.Load(totals), K.Load(totals + W.Count));
            """),
        ["Total"] = (["Fold"], """
            /// <summary>
            /// The sum of so many floats, a multiple of 16, in double precision: in 16 lanes whatever the vectors' width, which are then
            /// added in order.
            /// </summary>
            double Total(double* lanes, float* terms, int count)
            {
                for (int i = 0; i < 16; i++) lanes[i] = 0;
                for (int from = 0; from < count; from += 16)
                    for (int i = 0; i < 16; i += V.Count) Fold(lanes + i, K.Load(terms + from + i));
                double total = lanes[0];
                for (int i = 1; i < 16; i++) total += lanes[i];
                return total;
            }
            """),
        ["SumOfSquares"] = ([], """
            /// <summary>
            /// The sum of the squares of so many floats in double precision: in 64 lanes whatever the vectors' width, so that no addition
            /// waits for the one before; the lanes are then added in order.
            /// </summary>
            double SumOfSquares(float* terms, long count)
            {
                // Each lane's sum waits for its last store, and twice as long where a vector of lanes lies in two cache lines.
                byte* memory = stackalloc byte[65 * sizeof(double) + 64];
                double* lanes = (double*)(((nint)memory + 63) & ~63);
                for (int i = 0; i < 64; i++) lanes[i] = 0;
                long full = count / 64 * 64;
                for (long from = 0; from < full; from += 64)
                {
                    for (int i = 0; i < 64; i += V.Count)
                    {
                        W lower = K.WidenLower(K.Load(terms + from + i)), upper = K.WidenUpper(K.Load(terms + from + i));
                        (K.Load(lanes + i) + lower * lower).Store(lanes + i);
                        (K.Load(lanes + i + W.Count) + upper * upper).Store(lanes + i + W.Count);
                    }
                }
                for (long i = full; i < count; i++) lanes[i - full] += (double)terms[i] * terms[i];
                double total = lanes[0];
                for (int i = 1; i < 64; i++) total += lanes[i];
                return total;
            }
            """),
        ["SquaresOfChunks"] = (["SumOfSquares"], """
            /// <summary>The sums of the squares of chunks of 16,384 floats, of which the last may have fewer.</summary>
            void SquaresOfChunks(float* terms, long count, double* sums, int first, int last)
            {
                for (int chunk = first; chunk < last; chunk++)
                {
                    long from = chunk * 16384L;
                    sums[chunk] = SumOfSquares(terms + from, Math.Min(16384L, count - from));
                }
            }
            """),
    };
}
