#nullable disable
/// <summary>Kernels for AVX2 with FMA: vectors of 8 floats.</summary>
private static unsafe class Avx2Kernels
{
    /// <summary>One sample of input (4, 4, 16), kernel after kernel.</summary>
    public static void Run(KernelRunner runner)
    {
        runner.Step(0, &Input_Pack, 4);
        runner.Step(1, &Conv1, 1);
        runner.Step(2, &GlobalPool6_Squeeze, 1);
        runner.Step(3, &GlobalPool6, 1);
        runner.Step(4, &Conv7, 1);
        runner.Step(5, &Conv9, 1);
        runner.Step(6, &Conv4, 1);
    }

    /// <summary>input: brings the input into the workspace.</summary>
    private static void Input_Pack(KernelArguments* k, int first, int last)
    {
        unchecked
        {
            // Zeros around 'input', so that convolutions that pad need no test for edges. The first participant does it.
            if (first == 0 && last > 0) Halo.Clear(k->Workspace, (1, 4, 4), (0, 1, 1), (0, 1, 1), 16);
            InputPacking.Rows(k, 0, 64, 16, k->Workspace + 112, 96, first, last);
        }
    }

    /// <summary>Conv1: 3×3 16→8 at 4×4, BatchNorm, Relu, sums for the squeeze.</summary>
    private static void Conv1(KernelArguments* k, int first, int last)
    {
        unchecked
        {
            float* input = k->Workspace;
            float* output = k->Workspace + 576;
            float* weights = k->Weights;
            float* biases = k->Weights + 1152;
            float* sumsBase = k->Workspace + 704;
            // One panel of up to 8 channels passes over 4 rows of 4 pixels. A unit is all pixels and all panels.
            for (int unit = first; unit < last; unit++)
            {
                float* w = weights;
                float* bias = biases;
                float* panelInput = input;
                float* panelOutput = output;
                float* sums = sumsBase;
                new Span<float>(sums, 8).Clear();
                for (int row = 0; row < 4; row++)
                {
                    float* a = panelInput + row * 96;
                    float* y = panelOutput + row * 32;
                    Tile4x8_R_Relu_Sums(a, w, y, bias, sums, tiles: 1, step: 16, outStep: 8, run: 48, rowSpan: 288, rowJump: 48);
                }
            }
        }
    }

    /// <summary>GlobalPool6: mean over the pixels of Conv1, from its kernel's sums.</summary>
    private static void GlobalPool6_Squeeze(KernelArguments* k, int first, int last)
    {
        unchecked
        {
            if (first == last) return;
            float* sums = k->Workspace + 704;
            float* y = k->Workspace + 720;
            for (int c = 0; c < 8; c += 8)
            {
                Vector256<float> v = Vector256<float>.Zero;
                for (int block = 0; block < 1; block++) v += Vector256.Load(sums + block * 16 + c);
                v /= Vector256.Create(16f);
                v.Store(y + c);
            }
        }
    }

    /// <summary>GlobalPool6: linear 8→16, BatchNorm.</summary>
    private static void GlobalPool6(KernelArguments* k, int first, int last)
    {
        unchecked
        {
            float* input = k->Workspace + 720;
            float* output = k->Workspace + 704;
            float* weights = k->Weights + 1168;
            float* biases = k->Weights + 1296;
            // One panel of up to 16 channels passes over one pixel. A unit is all pixels and all panels.
            for (int unit = first; unit < last; unit++)
            {
                float* w = weights;
                float* bias = biases;
                float* panelInput = input;
                float* panelOutput = output;
                float* a = panelInput;
                float* y = panelOutput;
                Tile1x16(a, w, y, bias, tiles: 1, step: 8, outStep: 16, run: 8);
            }
        }
    }

    /// <summary>Conv7: linear 16→4, Relu.</summary>
    private static void Conv7(KernelArguments* k, int first, int last)
    {
        unchecked
        {
            float* input = k->Workspace + 704;
            float* output = k->Workspace + 720;
            float* weights = k->Weights + 1312;
            float* biases = k->Weights + 1440;
            // One panel of up to 8 channels passes over one pixel. A unit is all pixels and all panels.
            for (int unit = first; unit < last; unit++)
            {
                float* w = weights;
                float* bias = biases;
                float* panelInput = input;
                float* panelOutput = output;
                float* a = panelInput;
                float* y = panelOutput;
                Tile1x8_Relu_Store4(a, w, y, bias, tiles: 1, step: 16, outStep: 4, run: 16);
            }
        }
    }

    /// <summary>Conv9: linear 4→16, Sigmoid.</summary>
    private static void Conv9(KernelArguments* k, int first, int last)
    {
        unchecked
        {
            float* input = k->Workspace + 720;
            float* output = k->Workspace + 704;
            float* weights = k->Weights + 1456;
            float* biases = k->Weights + 1520;
            // One panel of up to 16 channels passes over one pixel. A unit is all pixels and all panels.
            for (int unit = first; unit < last; unit++)
            {
                float* w = weights;
                float* bias = biases;
                float* panelInput = input;
                float* panelOutput = output;
                float* a = panelInput;
                float* y = panelOutput;
                Tile1x16_Sigmoid(a, w, y, bias, tiles: 1, step: 4, outStep: 16, run: 4);
            }
        }
    }

    /// <summary>Conv4: 1×1 8→16 at 4×4, BatchNorm, Multiply Conv9, Add input, Relu.</summary>
    private static void Conv4(KernelArguments* k, int first, int last)
    {
        unchecked
        {
            float* input = k->Workspace + 576;
            float* output = (float*)k->Bindings[1];
            float* weights = k->Weights + 1168;
            float* biases = k->Weights + 1296;
            float* s0Base = k->Workspace + 704;
            float* r1Base = k->Workspace + 112;
            // One panel of up to 16 channels passes over 4 rows of 4 pixels. A unit is all pixels and all panels.
            for (int unit = first; unit < last; unit++)
            {
                float* w = weights;
                float* bias = biases;
                float* panelInput = input;
                float* panelOutput = output;
                float* s0 = s0Base;
                float* r1 = r1Base;
                for (int row = 0; row < 4; row++)
                {
                    float* a = panelInput + row * 32;
                    float* y = panelOutput + row * 64;
                    float* r1Row = r1 + row * 96;
                    Tile4x16_Multiply_Add_Relu(a, w, y, bias, s0, r1Row, tiles: 1, step: 8, outStep: 16, r1Step: 16, run: 8);
                }
            }
        }
    }

    /// <summary>Tiles of 4 pixels × 8 channels, then Relu.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x8_R_Relu_Sums(float* a, float* b, float* y, float* bias, float* sums, int tiles, nint step, nint outStep, nint run, nint rowSpan, nint rowJump)
    {
        unchecked
        {
            nint step2 = 2 * step;
            do
            {
                // The accumulators start at the bias.
                Vector256<float> c0_0 = Vector256.Load(bias);
                Vector256<float> c1_0 = c0_0;
                Vector256<float> c2_0 = c0_0;
                Vector256<float> c3_0 = c0_0;
                // Each pointer reaches 3 pixels: its own, and those one and two steps on.
                float* w = b;
                float* x0 = a;
                float* x3 = x0 + 3 * step;
                float* rowEnd = x0 + rowSpan;
                do
                {
                    // One step over k: 1 vectors of weights, times one value of each pixel.
                    float* runEnd = x0 + run;
                    do
                    {
                        Vector256<float> b0 = Vector256.Load(w);
                        c0_0 = Fma.MultiplyAdd(Vector256.Create(x0[0]), b0, c0_0);
                        c1_0 = Fma.MultiplyAdd(Vector256.Create(x0[step]), b0, c1_0);
                        c2_0 = Fma.MultiplyAdd(Vector256.Create(x0[step2]), b0, c2_0);
                        c3_0 = Fma.MultiplyAdd(Vector256.Create(x3[0]), b0, c3_0);
                        Vector256<float> b0_1 = Vector256.Load(w + 8);
                        c0_0 = Fma.MultiplyAdd(Vector256.Create(x0[1]), b0_1, c0_0);
                        c1_0 = Fma.MultiplyAdd(Vector256.Create(x0[step + 1]), b0_1, c1_0);
                        c2_0 = Fma.MultiplyAdd(Vector256.Create(x0[step2 + 1]), b0_1, c2_0);
                        c3_0 = Fma.MultiplyAdd(Vector256.Create(x3[1]), b0_1, c3_0);
                        Vector256<float> b0_2 = Vector256.Load(w + 16);
                        c0_0 = Fma.MultiplyAdd(Vector256.Create(x0[2]), b0_2, c0_0);
                        c1_0 = Fma.MultiplyAdd(Vector256.Create(x0[step + 2]), b0_2, c1_0);
                        c2_0 = Fma.MultiplyAdd(Vector256.Create(x0[step2 + 2]), b0_2, c2_0);
                        c3_0 = Fma.MultiplyAdd(Vector256.Create(x3[2]), b0_2, c3_0);
                        Vector256<float> b0_3 = Vector256.Load(w + 24);
                        c0_0 = Fma.MultiplyAdd(Vector256.Create(x0[3]), b0_3, c0_0);
                        c1_0 = Fma.MultiplyAdd(Vector256.Create(x0[step + 3]), b0_3, c1_0);
                        c2_0 = Fma.MultiplyAdd(Vector256.Create(x0[step2 + 3]), b0_3, c2_0);
                        c3_0 = Fma.MultiplyAdd(Vector256.Create(x3[3]), b0_3, c3_0);
                        x0 += 4; x3 += 4; w += 32;
                    } while (x0 < runEnd);
                    x0 += rowJump; x3 += rowJump;
                } while (x0 < rowEnd);
                // Epilogue, in registers: Relu.
                c0_0 = Avx.Max(Vector256<float>.Zero, c0_0);
                c0_0.Store(y);
                y += outStep;
                c1_0 = Avx.Max(Vector256<float>.Zero, c1_0);
                c1_0.Store(y);
                y += outStep;
                c2_0 = Avx.Max(Vector256<float>.Zero, c2_0);
                c2_0.Store(y);
                y += outStep;
                c3_0 = Avx.Max(Vector256<float>.Zero, c3_0);
                c3_0.Store(y);
                y += outStep;
                // Sums for the squeeze, pixel after pixel: the same order for every tile size.
                Vector256<float> z0 = Vector256.Load(sums);
                z0 += c0_0;
                z0 += c1_0;
                z0 += c2_0;
                z0 += c3_0;
                z0.Store(sums);
                a += 4 * step;
            } while (--tiles > 0);
        }
    }

    /// <summary>Tiles of 1 pixel × 16 channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1x16(float* a, float* b, float* y, float* bias, int tiles, nint step, nint outStep, nint run)
    {
        unchecked
        {
            do
            {
                // The accumulators start at the bias.
                Vector256<float> c0_0 = Vector256.Load(bias);
                Vector256<float> c0_1 = Vector256.Load(bias + 8);
                // The pixels lie a step apart.
                float* w = b;
                float* x0 = a;
                // One step over k: 2 vectors of weights, times one value of each pixel.
                float* runEnd = x0 + run;
                do
                {
                    Vector256<float> b0 = Vector256.Load(w);
                    Vector256<float> b1 = Vector256.Load(w + 8);
                    Vector256<float> a0 = Vector256.Create(x0[0]);
                    c0_0 = Fma.MultiplyAdd(a0, b0, c0_0);
                    c0_1 = Fma.MultiplyAdd(a0, b1, c0_1);
                    Vector256<float> b0_1 = Vector256.Load(w + 16);
                    Vector256<float> b1_1 = Vector256.Load(w + 24);
                    Vector256<float> a0_1 = Vector256.Create(x0[1]);
                    c0_0 = Fma.MultiplyAdd(a0_1, b0_1, c0_0);
                    c0_1 = Fma.MultiplyAdd(a0_1, b1_1, c0_1);
                    Vector256<float> b0_2 = Vector256.Load(w + 32);
                    Vector256<float> b1_2 = Vector256.Load(w + 40);
                    Vector256<float> a0_2 = Vector256.Create(x0[2]);
                    c0_0 = Fma.MultiplyAdd(a0_2, b0_2, c0_0);
                    c0_1 = Fma.MultiplyAdd(a0_2, b1_2, c0_1);
                    Vector256<float> b0_3 = Vector256.Load(w + 48);
                    Vector256<float> b1_3 = Vector256.Load(w + 56);
                    Vector256<float> a0_3 = Vector256.Create(x0[3]);
                    c0_0 = Fma.MultiplyAdd(a0_3, b0_3, c0_0);
                    c0_1 = Fma.MultiplyAdd(a0_3, b1_3, c0_1);
                    x0 += 4; w += 64;
                } while (x0 < runEnd);
                c0_0.Store(y);
                c0_1.Store(y + 8);
                y += outStep;
                a += step;
            } while (--tiles > 0);
        }
    }

    /// <summary>Tiles of 1 pixel × 8 channels, of which 4 are stored, then Relu.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1x8_Relu_Store4(float* a, float* b, float* y, float* bias, int tiles, nint step, nint outStep, nint run)
    {
        unchecked
        {
            do
            {
                // The accumulators start at the bias.
                Vector256<float> c0_0 = Vector256.Load(bias);
                // The pixels lie a step apart.
                float* w = b;
                float* x0 = a;
                // One step over k: 1 vectors of weights, times one value of each pixel.
                float* runEnd = x0 + run;
                do
                {
                    Vector256<float> b0 = Vector256.Load(w);
                    c0_0 = Fma.MultiplyAdd(Vector256.Create(x0[0]), b0, c0_0);
                    Vector256<float> b0_1 = Vector256.Load(w + 8);
                    c0_0 = Fma.MultiplyAdd(Vector256.Create(x0[1]), b0_1, c0_0);
                    Vector256<float> b0_2 = Vector256.Load(w + 16);
                    c0_0 = Fma.MultiplyAdd(Vector256.Create(x0[2]), b0_2, c0_0);
                    Vector256<float> b0_3 = Vector256.Load(w + 24);
                    c0_0 = Fma.MultiplyAdd(Vector256.Create(x0[3]), b0_3, c0_0);
                    x0 += 4; w += 32;
                } while (x0 < runEnd);
                // Epilogue, in registers: Relu.
                c0_0 = Avx.Max(Vector256<float>.Zero, c0_0);
                c0_0.GetLower().Store(y);
                y += outStep;
                a += step;
            } while (--tiles > 0);
        }
    }

    /// <summary>Tiles of 1 pixel × 16 channels, then Sigmoid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void Tile1x16_Sigmoid(float* a, float* b, float* y, float* bias, int tiles, nint step, nint outStep, nint run)
    {
        unchecked
        {
            float* scratch = stackalloc float[16];
            do
            {
                // The accumulators start at the bias.
                Vector256<float> c0_0 = Vector256.Load(bias);
                Vector256<float> c0_1 = Vector256.Load(bias + 8);
                // The pixels lie a step apart.
                float* w = b;
                float* x0 = a;
                // One step over k: 2 vectors of weights, times one value of each pixel.
                float* runEnd = x0 + run;
                do
                {
                    Vector256<float> b0 = Vector256.Load(w);
                    Vector256<float> b1 = Vector256.Load(w + 8);
                    Vector256<float> a0 = Vector256.Create(x0[0]);
                    c0_0 = Fma.MultiplyAdd(a0, b0, c0_0);
                    c0_1 = Fma.MultiplyAdd(a0, b1, c0_1);
                    Vector256<float> b0_1 = Vector256.Load(w + 16);
                    Vector256<float> b1_1 = Vector256.Load(w + 24);
                    Vector256<float> a0_1 = Vector256.Create(x0[1]);
                    c0_0 = Fma.MultiplyAdd(a0_1, b0_1, c0_0);
                    c0_1 = Fma.MultiplyAdd(a0_1, b1_1, c0_1);
                    x0 += 2; w += 32;
                } while (x0 < runEnd);
                // The tile is put aside: its epilogue needs the registers.
                c0_0.Store(scratch);
                c0_1.Store(scratch + 8);
                // Epilogue, pixel after pixel: Sigmoid.
                float* t = scratch;
                for (int m = 0; m < 1; m++)
                {
                    Vector256<float> v0 = Vector256.Load(t);
                    v0 = Sigmoid(v0);
                    v0.Store(y);
                    Vector256<float> v1 = Vector256.Load(t + 8);
                    v1 = Sigmoid(v1);
                    v1.Store(y + 8);
                    t += 16;
                    y += outStep;
                }
                a += step;
            } while (--tiles > 0);
        }
    }

    /// <summary>Tiles of 4 pixels × 16 channels, then Multiply, Add, Relu.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x16_Multiply_Add_Relu(float* a, float* b, float* y, float* bias, float* s0, float* r1, int tiles, nint step, nint outStep, nint r1Step, nint run)
    {
        unchecked
        {
            nint step2 = 2 * step;
            do
            {
                // The accumulators start at the bias.
                Vector256<float> c0_0 = Vector256.Load(bias);
                Vector256<float> c0_1 = Vector256.Load(bias + 8);
                Vector256<float> c1_0 = c0_0, c1_1 = c0_1;
                Vector256<float> c2_0 = c0_0, c2_1 = c0_1;
                Vector256<float> c3_0 = c0_0, c3_1 = c0_1;
                // Each pointer reaches 3 pixels: its own, and those one and two steps on.
                float* w = b;
                float* x0 = a;
                float* x3 = x0 + 3 * step;
                // One step over k: 2 vectors of weights, times one value of each pixel.
                float* runEnd = x0 + run;
                do
                {
                    Vector256<float> b0 = Vector256.Load(w);
                    Vector256<float> b1 = Vector256.Load(w + 8);
                    Vector256<float> a0 = Vector256.Create(x0[0]);
                    c0_0 = Fma.MultiplyAdd(a0, b0, c0_0);
                    c0_1 = Fma.MultiplyAdd(a0, b1, c0_1);
                    Vector256<float> a1 = Vector256.Create(x0[step]);
                    c1_0 = Fma.MultiplyAdd(a1, b0, c1_0);
                    c1_1 = Fma.MultiplyAdd(a1, b1, c1_1);
                    Vector256<float> a2 = Vector256.Create(x0[step2]);
                    c2_0 = Fma.MultiplyAdd(a2, b0, c2_0);
                    c2_1 = Fma.MultiplyAdd(a2, b1, c2_1);
                    Vector256<float> a3 = Vector256.Create(x3[0]);
                    c3_0 = Fma.MultiplyAdd(a3, b0, c3_0);
                    c3_1 = Fma.MultiplyAdd(a3, b1, c3_1);
                    Vector256<float> b0_1 = Vector256.Load(w + 16);
                    Vector256<float> b1_1 = Vector256.Load(w + 24);
                    Vector256<float> a0_1 = Vector256.Create(x0[1]);
                    c0_0 = Fma.MultiplyAdd(a0_1, b0_1, c0_0);
                    c0_1 = Fma.MultiplyAdd(a0_1, b1_1, c0_1);
                    Vector256<float> a1_1 = Vector256.Create(x0[step + 1]);
                    c1_0 = Fma.MultiplyAdd(a1_1, b0_1, c1_0);
                    c1_1 = Fma.MultiplyAdd(a1_1, b1_1, c1_1);
                    Vector256<float> a2_1 = Vector256.Create(x0[step2 + 1]);
                    c2_0 = Fma.MultiplyAdd(a2_1, b0_1, c2_0);
                    c2_1 = Fma.MultiplyAdd(a2_1, b1_1, c2_1);
                    Vector256<float> a3_1 = Vector256.Create(x3[1]);
                    c3_0 = Fma.MultiplyAdd(a3_1, b0_1, c3_0);
                    c3_1 = Fma.MultiplyAdd(a3_1, b1_1, c3_1);
                    Vector256<float> b0_2 = Vector256.Load(w + 32);
                    Vector256<float> b1_2 = Vector256.Load(w + 40);
                    Vector256<float> a0_2 = Vector256.Create(x0[2]);
                    c0_0 = Fma.MultiplyAdd(a0_2, b0_2, c0_0);
                    c0_1 = Fma.MultiplyAdd(a0_2, b1_2, c0_1);
                    Vector256<float> a1_2 = Vector256.Create(x0[step + 2]);
                    c1_0 = Fma.MultiplyAdd(a1_2, b0_2, c1_0);
                    c1_1 = Fma.MultiplyAdd(a1_2, b1_2, c1_1);
                    Vector256<float> a2_2 = Vector256.Create(x0[step2 + 2]);
                    c2_0 = Fma.MultiplyAdd(a2_2, b0_2, c2_0);
                    c2_1 = Fma.MultiplyAdd(a2_2, b1_2, c2_1);
                    Vector256<float> a3_2 = Vector256.Create(x3[2]);
                    c3_0 = Fma.MultiplyAdd(a3_2, b0_2, c3_0);
                    c3_1 = Fma.MultiplyAdd(a3_2, b1_2, c3_1);
                    Vector256<float> b0_3 = Vector256.Load(w + 48);
                    Vector256<float> b1_3 = Vector256.Load(w + 56);
                    Vector256<float> a0_3 = Vector256.Create(x0[3]);
                    c0_0 = Fma.MultiplyAdd(a0_3, b0_3, c0_0);
                    c0_1 = Fma.MultiplyAdd(a0_3, b1_3, c0_1);
                    Vector256<float> a1_3 = Vector256.Create(x0[step + 3]);
                    c1_0 = Fma.MultiplyAdd(a1_3, b0_3, c1_0);
                    c1_1 = Fma.MultiplyAdd(a1_3, b1_3, c1_1);
                    Vector256<float> a2_3 = Vector256.Create(x0[step2 + 3]);
                    c2_0 = Fma.MultiplyAdd(a2_3, b0_3, c2_0);
                    c2_1 = Fma.MultiplyAdd(a2_3, b1_3, c2_1);
                    Vector256<float> a3_3 = Vector256.Create(x3[3]);
                    c3_0 = Fma.MultiplyAdd(a3_3, b0_3, c3_0);
                    c3_1 = Fma.MultiplyAdd(a3_3, b1_3, c3_1);
                    x0 += 4; x3 += 4; w += 64;
                } while (x0 < runEnd);
                // Epilogue, in registers: Multiply, Add, Relu.
                c0_0 = c0_0 * Vector256.Load(s0);
                c0_0 = c0_0 + Vector256.Load(r1);
                c0_0 = Avx.Max(Vector256<float>.Zero, c0_0);
                c0_0.Store(y);
                c0_1 = c0_1 * Vector256.Load(s0 + 8);
                c0_1 = c0_1 + Vector256.Load(r1 + 8);
                c0_1 = Avx.Max(Vector256<float>.Zero, c0_1);
                c0_1.Store(y + 8);
                y += outStep; r1 += r1Step;
                c1_0 = c1_0 * Vector256.Load(s0);
                c1_0 = c1_0 + Vector256.Load(r1);
                c1_0 = Avx.Max(Vector256<float>.Zero, c1_0);
                c1_0.Store(y);
                c1_1 = c1_1 * Vector256.Load(s0 + 8);
                c1_1 = c1_1 + Vector256.Load(r1 + 8);
                c1_1 = Avx.Max(Vector256<float>.Zero, c1_1);
                c1_1.Store(y + 8);
                y += outStep; r1 += r1Step;
                c2_0 = c2_0 * Vector256.Load(s0);
                c2_0 = c2_0 + Vector256.Load(r1);
                c2_0 = Avx.Max(Vector256<float>.Zero, c2_0);
                c2_0.Store(y);
                c2_1 = c2_1 * Vector256.Load(s0 + 8);
                c2_1 = c2_1 + Vector256.Load(r1 + 8);
                c2_1 = Avx.Max(Vector256<float>.Zero, c2_1);
                c2_1.Store(y + 8);
                y += outStep; r1 += r1Step;
                c3_0 = c3_0 * Vector256.Load(s0);
                c3_0 = c3_0 + Vector256.Load(r1);
                c3_0 = Avx.Max(Vector256<float>.Zero, c3_0);
                c3_0.Store(y);
                c3_1 = c3_1 * Vector256.Load(s0 + 8);
                c3_1 = c3_1 + Vector256.Load(r1 + 8);
                c3_1 = Avx.Max(Vector256<float>.Zero, c3_1);
                c3_1.Store(y + 8);
                y += outStep; r1 += r1Step;
                a += 4 * step;
            } while (--tiles > 0);
        }
    }

    /// <summary>e to the power of x: x = n · ln 2 + r, a Taylor polynomial in r, and two steps of scaling, so that overflow and underflow are gradual.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Exp(Vector256<float> x)
    {
        x = Avx.Min(Vector256.Create(89f), Avx.Max(Vector256.Create(-104f), x));
        Vector256<float> shifted = Fma.MultiplyAdd(x, Vector256.Create(1.442695f), Vector256.Create(12582912f));
        Vector256<float> n = shifted - Vector256.Create(12582912f);
        Vector256<float> r = Fma.MultiplyAdd(n, Vector256.Create(-0.693359375f), x);
        r = Fma.MultiplyAdd(n, Vector256.Create(0.00021219444f), r);
        Vector256<float> p = Fma.MultiplyAdd(r, Vector256.Create(0.0001984127f), Vector256.Create(0.0013888889f));
        p = Fma.MultiplyAdd(p, r, Vector256.Create(0.008333334f));
        p = Fma.MultiplyAdd(p, r, Vector256.Create(0.041666668f));
        p = Fma.MultiplyAdd(p, r, Vector256.Create(0.16666667f));
        p = Fma.MultiplyAdd(p, r, Vector256.Create(0.5f));
        p = Fma.MultiplyAdd(p, r, Vector256.Create(1f));
        p = Fma.MultiplyAdd(p, r, Vector256.Create(1f));
        Vector256<int> exponent = shifted.AsInt32() - Vector256.Create(12582912f).AsInt32();
        Vector256<int> half = exponent >> 1;
        Vector256<float> low = ((half + Vector256.Create(127)) << 23).AsSingle();
        Vector256<float> high = ((exponent - half + Vector256.Create(127)) << 23).AsSingle();
        return p * low * high;
    }

    /// <summary>1 / (1 + e^−x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Sigmoid(Vector256<float> x) => Vector256.Create(1f) / (Vector256.Create(1f) + Exp(-x));
}
#nullable restore