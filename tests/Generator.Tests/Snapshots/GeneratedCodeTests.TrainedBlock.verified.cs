        /// <summary>MeanSquaredError: MeanSquaredErrorGradient (2, 4, 4, 8).</summary>
        [@MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void MeanSquaredError_3(KernelArguments* k, int first, int last)
        {
            unchecked
            {
                Vector256<float> scale = Vector256.Create((float)(*(k->Workspace + 256) * 0.0078125d));
                for (int row = first; row < last; row++)
                {
                    float* y = k->Workspace + row * 32;
                    float* student = k->Workspace + 1984 + row * 32;
                    float* teacher = k->Workspace + 960 + row * 32;
                    for (int column = 0; column < 4; column++)
                    {
                        {
                            Vector256<float> a = Vector256.Load(student), t = Vector256.Load(teacher);
                            Vector256<float> d = a - t;
                            Vector256<float> v = d * scale;
                            v.Store(y);
                        }
                        student += 8;
                        teacher += 8;
                        y += 8;
                    }
                }
            }
        }

        /// <summary>bn2: BatchNormSums (2, 4, 4, 8) → (2, 8), the sums.</summary>
        [@MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Bn2_4(KernelArguments* k, int first, int last)
        {
            unchecked
            {
                for (int chunk = first; chunk < last; chunk++)
                {
                    double* sums = (double*)(k->Workspace + 256) + chunk * 32;
                    int firstRow = chunk * 8;
                    int lastRow = Math.Min(firstRow + 8, 8);
                    const int columns = 4;
                    for (int c = 0; c < 8; c += 8)
                    {
                        Vector256<float> mean = Vector256.Load(k->Workspace + 352 + c);
                        Vector256<double> gradientsLow = Vector256<double>.Zero, gradientsHigh = Vector256<double>.Zero;
                        Vector256<double> productsLow = Vector256<double>.Zero, productsHigh = Vector256<double>.Zero;
                        for (int row = firstRow; row < lastRow; row++)
                        {
                            float* x = k->Workspace + 1728 + row * 32 + c;
                            float* dy = k->Workspace + 960 + row * 32 + c;
                            for (int from = 0; from < columns; from += 16)
                            {
                                int to = Math.Min(from + 16, columns);
                                Vector256<float> gradientsPart = Vector256<float>.Zero, productsPart = Vector256<float>.Zero;
                                for (int column = from; column < to; column++, x += 8, dy += 8)
                                {
                                    Vector256<float> g = Vector256.Load(dy);
                                    gradientsPart += g;
                                    productsPart = Fma.MultiplyAdd(g, Vector256.Load(x) - mean, productsPart);
                                }
                                gradientsLow += Vector256.WidenLower(gradientsPart);
                                gradientsHigh += Vector256.WidenUpper(gradientsPart);
                                productsLow += Vector256.WidenLower(productsPart);
                                productsHigh += Vector256.WidenUpper(productsPart);
                            }
                        }
                        gradientsLow.Store(sums + c);
                        gradientsHigh.Store(sums + c + 4);
                        productsLow.Store(sums + 16 + c);
                        productsHigh.Store(sums + 16 + c + 4);
                    }
                }
            }
        }

        /// <summary>gradient of Relu: of MeanSquaredError, gradient of Relu, sums for bn2.</summary>
        [@MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Gradient_Of_Relu(KernelArguments* k, int first, int last)
        {
            unchecked
            {
                for (int chunk = first; chunk < last; chunk++)
                {
                    for (int row = chunk * 8; row < Math.Min(chunk * 8 + 8, 8); row++)
                    {
                        float* y = k->Workspace + 960 + row * 32;
                        float* r0 = k->Workspace + 1984 + row * 32;
                        float* x = k->Workspace + row * 32;
                        for (int c = 0; c < 32; c += 8)
                        {
                            Vector256<float> v = Vector256.Load(x + c);
                            v = Vector256.ConditionalSelect(Vector256.LessThanOrEqual(Vector256.Load(r0 + c), Vector256<float>.Zero), Vector256<float>.Zero, v);
                            v.Store(y + c);
                        }
                    }
                    // What this unit has made is still in a cache.
                    Bn2_4(k, chunk, chunk + 1);
                }
            }
        }

        /// <summary>bn2: BatchNormSums (2, 4, 4, 8) → (2, 8), from the sums.</summary>
        [@MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Bn2_5(KernelArguments* k, int first, int last)
        {
            unchecked
            {
                double* sums = (double*)(k->Workspace + 256);
                float* y = k->Workspace;
                for (int c = first * 16; c < Math.Min(8, last * 16); c += 8)
                {
                    Vector256<double> sum0Low = Vector256<double>.Zero, sum0High = Vector256<double>.Zero;
                    Vector256<double> sum1Low = Vector256<double>.Zero, sum1High = Vector256<double>.Zero;
                    for (int chunk = 0; chunk < 1; chunk++)
                    {
                        double* at = sums + chunk * 32;
                        sum0Low += Vector256.Load(at + c);
                        sum0High += Vector256.Load(at + c + 4);
                        sum1Low += Vector256.Load(at + c + 16);
                        sum1High += Vector256.Load(at + c + 16 + 4);
                    }
                    Vector256<float> v0 = Vector256.Narrow(sum0Low, sum0High);
                    v0.Store(y + c);
                    Vector256<float> variance = Vector256.Load(k->Workspace + 360 + c);
                    Vector256<double> epsilon = Vector256.Create(1E-05d);
                    Vector256<float> v1 = Vector256.Narrow(sum1Low / Vector256.Sqrt(Vector256.WidenLower(variance) + epsilon), sum1High / Vector256.Sqrt(Vector256.WidenUpper(variance) + epsilon));
                    v1.Store(y + 8 + c);
                }
            }
        }

        /// <summary>bn2: BatchNormInputGradient (2, 4, 4, 8).</summary>
        [@MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Bn2_6(KernelArguments* k, int first, int last)
        {
            unchecked
            {
                float* channel = k->Scratch;
                for (int c = 0; c < 8; c += 8)
                {
                    Vector256<float> deviation = Vector256.Sqrt(Vector256.Load(k->Workspace + 360 + c) + Vector256.Create(1E-05f));
                    Vector256<float> positions = Vector256.Create(32f);
                    (Vector256.Load(k->Weights + 672 + c) / deviation).Store(channel + c);
                    (Vector256.Load(k->Workspace + c) / positions).Store(channel + c + 16);
                    (Vector256.Load(k->Workspace + 8 + c) / positions / deviation).Store(channel + c + 32);
                }
                float* mean = k->Workspace + 352;
                for (int row = first; row < last; row++)
                {
                    float* y = k->Workspace + 16 + row * 32;
                    float* x = k->Workspace + 1728 + row * 32;
                    float* dy = k->Workspace + 960 + row * 32;
                    for (int column = 0; column < 4; column++)
                    {
                        {
                            Vector256<float> distance = Vector256.Load(x) - Vector256.Load(mean);
                            Vector256<float> g = Vector256.Load(dy) - Vector256.Load(channel + 16);
                            g = Fma.MultiplyAddNegated(distance, Vector256.Load(channel + 32), g);
                            Vector256<float> v = g * Vector256.Load(channel);
                            v.Store(y);
                        }
                        x += 8;
                        dy += 8;
                        y += 8;
                    }
                }
            }
        }

        /// <summary>conv2: weight gradient of 1×1×1 8→8 at 2×4×4.</summary>
        [@MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Conv2_Sums(KernelArguments* k, int first, int last)
        {
            unchecked
            {
                float* input = k->Workspace + 16;
                float* gradient = k->Workspace + 1472;
                float* sums = k->Scratch;
                // A unit is all positions and all panels of outputs.
                for (int unit = first; unit < last; unit++)
                {
                    float* chunkSums = sums;
                    new global::System.Span<float>(sums, 64).Clear();
                    const int count = 32;
                    float* x = input;
                    float* dy = gradient;
                    float* panelX = x, panelDy = dy, panelSums = chunkSums;
                    WeightGradient8x8(panelX, panelDy, panelSums, span: (nint)count * 8, xStep: 8, dyStep: 8);
                    Conv2_3(k, unit, unit + 1);
                }
            }
        }

        /// <summary>conv2: weight gradient of 1×1×1 8→8 at 2×4×4.</summary>
        [@MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Conv2_3(KernelArguments* k, int first, int last)
        {
            unchecked
            {
                for (int panel = first; panel < last; panel++)
                {
                    int group = panel / 1, part = panel % 1;
                    nint width = 8;
                    int outputs = 8;
                    float* panelSums = k->Scratch;
                    // The squares of each column are summed on the way.
                    double* squares = (double*)(k->Workspace + 1760) + part * 8;
                    new global::System.Span<double>(squares, (int)width).Clear();
                    for (int from = 0; from < 8; from += 16)
                    {
                        int to = Math.Min(from + 16, 8), n = 0;
                        for (; n <= outputs - 8; n += 8)
                        {
                            Vector256<double> squareLow = Vector256.Load(squares + n), squareHigh = Vector256.Load(squares + n + 4);
                            float* source = panelSums + from * width + n;
                            float* result = k->Workspace + 1792 + from * 8 + part * 8 + n;
                            for (int row = from; row < to; row++, source += width, result += 8)
                            {
                                Vector256<float> all = Vector256.Load(source);
                                all.Store(result);
                                Vector256<double> low = Vector256.WidenLower(all), high = Vector256.WidenUpper(all);
                                squareLow += low * low;
                                squareHigh += high * high;
                            }
                            squareLow.Store(squares + n);
                            squareHigh.Store(squares + n + 4);
                        }
                    }
                    // Lanes behind the last column have nothing to say, and what is padded to whole cache lines is zero.
                    int end = 16;
                    for (int lane = outputs; lane < end; lane++) squares[lane] = 0;
                }
            }
        }

        /// <summary>bn1: BatchNormSums (2, 4, 4, 8) → (2, 8), the sums.</summary>
        [@MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Bn1_4(KernelArguments* k, int first, int last)
        {
            unchecked
            {
                for (int chunk = first; chunk < last; chunk++)
                {
                    double* sums = (double*)(k->Workspace + 1856) + chunk * 32;
                    int firstRow = chunk;
                    int lastRow = Math.Min(firstRow + 1, 1);
                    const int columns = 32;
                    for (int c = 0; c < 8; c += 8)
                    {
                        Vector256<float> mean = Vector256.Load(k->Workspace + 336 + c);
                        Vector256<double> gradientsLow = Vector256<double>.Zero, gradientsHigh = Vector256<double>.Zero;
                        Vector256<double> productsLow = Vector256<double>.Zero, productsHigh = Vector256<double>.Zero;
                        for (int row = firstRow; row < lastRow; row++)
                        {
                            float* x = k->Workspace + 1216 + row * 32 + c;
                            float* dy = k->Workspace + 960 + row * 32 + c;
                            for (int from = 0; from < columns; from += 16)
                            {
                                int to = Math.Min(from + 16, columns);
                                Vector256<float> gradientsPart = Vector256<float>.Zero, productsPart = Vector256<float>.Zero;
                                for (int column = from; column < to; column++, x += 8, dy += 8)
                                {
                                    Vector256<float> g = Vector256.Load(dy);
                                    gradientsPart += g;
                                    productsPart = Fma.MultiplyAdd(g, Vector256.Load(x) - mean, productsPart);
                                }
                                gradientsLow += Vector256.WidenLower(gradientsPart);
                                gradientsHigh += Vector256.WidenUpper(gradientsPart);
                                productsLow += Vector256.WidenLower(productsPart);
                                productsHigh += Vector256.WidenUpper(productsPart);
                            }
                        }
                        gradientsLow.Store(sums + c);
                        gradientsHigh.Store(sums + c + 4);
                        productsLow.Store(sums + 16 + c);
                        productsHigh.Store(sums + 16 + c + 4);
                    }
                }
            }
        }

        /// <summary>Conv conv2 transposed: lays the weights out.</summary>
        [@MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Conv_Conv2_Transposed(KernelArguments* k, int first, int last)
        {
            unchecked
            {
                float* source = k->Weights + 608;
                float* target = k->Scratch;
                float* biases = k->Scratch + 64;
                for (int panel = first; panel < last; panel++)
                {
                    int group = panel / 1, number = panel % 1, firstOutput = number * 8;
                    int width = 8;
                    int channels = Math.Min(width, 8 - firstOutput);
                    float* y = target;
                    if (channels < width) new global::System.Span<float>(y, 8 * width).Clear();
                    for (int input = 0; input < 8; input++)
                    {
                        float* x = source + ((group * 8 + input) * 8L + firstOutput) * 1;
                        float* t = y + input * width;
                        for (int line = 0; line < channels; line += 16) Sse.Prefetch0(x + 128L + line);
                        int lane = 0;
                        for (; lane <= channels - 8; lane += 8) Vector256.Load(x + lane).Store(t + lane);
                        for (; lane < channels; lane++) t[lane] = x[lane];
                    }
                    for (int lane = 0; lane < width; lane++) biases[lane] = 0;
                }
            }
        }

        /// <summary>conv2: 1×1×1 8→8 at 2×4×4 (Conv transposed), gradient of Relu, sums for bn1, lays the weights out.</summary>
        [@MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Conv2_4(KernelArguments* k, int first, int last)
        {
            unchecked
            {
                float* input = k->Workspace + 16;
                float* output = k->Workspace + 960;
                float* weights = k->Scratch;
                float* biases = k->Scratch + 64;
                float* r0Base = k->Workspace + 1472;
                // One panel of up to 8 channels passes over 32 pixels. A unit is all pixels and all panels.
                for (int unit = first; unit < last; unit++)
                {
                    Conv_Conv2_Transposed(k, 0, 0 + 1);
                    float* w = weights, bias = biases;
                    float* panelInput = input;
                    float* panelOutput = output;
                    float* r0 = r0Base;
                    float* a = panelInput;
                    float* y = panelOutput;
                    float* r0Row = r0;
                    Tile11x8_ReluGradient(a, w, y, bias, r0Row, tiles: 2, step: 8, outStep: 8, r0Step: 8, run: 8);
                    Tile10x8_ReluGradient(a + 176, w, y + 176, bias, r0Row + 176, tiles: 1, step: 8, outStep: 8, r0Step: 8, run: 8);
                    // What this unit has made is still in a cache.
                    Bn1_4(k, unit, unit + 1);
                }
            }
        }

        /// <summary>bn1: BatchNormSums (2, 4, 4, 8) → (2, 8), from the sums.</summary>
        [@MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Bn1_5(KernelArguments* k, int first, int last)
        {
            unchecked
            {
                double* sums = (double*)(k->Workspace + 1856);
                float* y = k->Workspace + 272;
                for (int c = first * 16; c < Math.Min(8, last * 16); c += 8)
                {
                    Vector256<double> sum0Low = Vector256<double>.Zero, sum0High = Vector256<double>.Zero;
                    Vector256<double> sum1Low = Vector256<double>.Zero, sum1High = Vector256<double>.Zero;
                    for (int chunk = 0; chunk < 1; chunk++)
                    {
                        double* at = sums + chunk * 32;
                        sum0Low += Vector256.Load(at + c);
                        sum0High += Vector256.Load(at + c + 4);
                        sum1Low += Vector256.Load(at + c + 16);
                        sum1High += Vector256.Load(at + c + 16 + 4);
                    }
                    Vector256<float> v0 = Vector256.Narrow(sum0Low, sum0High);
                    v0.Store(y + c);
                    Vector256<float> variance = Vector256.Load(k->Workspace + 344 + c);
                    Vector256<double> epsilon = Vector256.Create(1E-05d);
                    Vector256<float> v1 = Vector256.Narrow(sum1Low / Vector256.Sqrt(Vector256.WidenLower(variance) + epsilon), sum1High / Vector256.Sqrt(Vector256.WidenUpper(variance) + epsilon));
                    v1.Store(y + 8 + c);
                }
            }
        }

        /// <summary>bn1: BatchNormInputGradient (2, 4, 4, 8).</summary>
        [@MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Bn1_6(KernelArguments* k, int first, int last)
        {
            unchecked
            {
                float* channel = k->Scratch;
                for (int c = 0; c < 8; c += 8)
                {
                    Vector256<float> deviation = Vector256.Sqrt(Vector256.Load(k->Workspace + 344 + c) + Vector256.Create(1E-05f));
                    Vector256<float> positions = Vector256.Create(32f);
                    (Vector256.Load(k->Weights + 576 + c) / deviation).Store(channel + c);
                    (Vector256.Load(k->Workspace + 272 + c) / positions).Store(channel + c + 16);
                    (Vector256.Load(k->Workspace + 280 + c) / positions / deviation).Store(channel + c + 32);
                }
                float* mean = k->Workspace + 336;
                for (int row = first; row < last; row++)
                {
                    float* y = k->Workspace + 16 + row * 32;
                    float* x = k->Workspace + 1216 + row * 32;
                    float* dy = k->Workspace + 960 + row * 32;
                    for (int column = 0; column < 4; column++)
                    {
                        {
                            Vector256<float> distance = Vector256.Load(x) - Vector256.Load(mean);
                            Vector256<float> g = Vector256.Load(dy) - Vector256.Load(channel + 16);
                            g = Fma.MultiplyAddNegated(distance, Vector256.Load(channel + 32), g);
                            Vector256<float> v = g * Vector256.Load(channel);
                            v.Store(y);
                        }
                        x += 8;
                        dy += 8;
                        y += 8;
                    }
                }
            }
        }

        /// <summary>conv1: weight gradient of 1×3×3 8→8 at 2×4×4.</summary>
        [@MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Conv1_Sums(KernelArguments* k, int first, int last)
        {
            unchecked
            {
                float* input = k->Workspace + 384;
                float* gradient = k->Workspace + 16;
                float* sums = k->Scratch;
                // A unit is all positions and all panels of outputs.
                for (int unit = first; unit < last; unit++)
                {
                    float* chunkSums = sums;
                    new global::System.Span<float>(sums, 576).Clear();
                    const int count = 2;
                    float* x = input;
                    float* dy = gradient;
                    float* panelX = x, panelDy = dy, panelSums = chunkSums;
                    for (int i = 0; i < 24; i += 12)
                    {
                        float* tapSums = panelSums + i * 8;
                        for (int row = 0; row < 3; row++)
                        {
                            float* rowX = panelX + i + row * 48;
                            WeightGradient12x8_3Loops(rowX, panelDy, tapSums, span: 32, xStep: 8, dyStep: 8, rows: 4, xRowJump: 16, dyRowJump: 0, frames: count, xFrameJump: 96, dyFrameJump: 0);
                            tapSums += 192;
                        }
                    }
                    Conv1_3(k, unit, unit + 1);
                }
            }
        }

        /// <summary>conv1: weight gradient of 1×3×3 8→8 at 2×4×4.</summary>
        [@MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Conv1_3(KernelArguments* k, int first, int last)
        {
            unchecked
            {
                float* turned = k->Scratch + 576;
                for (int panel = first; panel < last; panel++)
                {
                    int group = panel / 1, part = panel % 1;
                    nint width = 8;
                    int outputs = 8;
                    float* panelSums = k->Scratch;
                    // The squares of each column are summed on the way.
                    double* squares = (double*)(k->Workspace + 1728) + part * 8;
                    new global::System.Span<double>(squares, (int)width).Clear();
                    float* y = k->Workspace + 960 + (group * 8 + part * 8) * 72;
                    for (int firstInput = 0; firstInput < 8; firstInput += 8)
                    {
                        int inputs = Math.Min(8, 8 - firstInput);
                        // [input][tap][output of the panel]
                        for (int n = 0; n < width; n += 8)
                        {
                            Vector256<double> squareLow = Vector256.Load(squares + n), squareHigh = Vector256.Load(squares + n + 4);
                            float* target = turned + n;
                            for (int input = firstInput; input < firstInput + inputs; input++)
                            {
                                float* source = panelSums + input * width + n;
                                for (int tap = 0; tap < 9; tap++, source += 8 * width, target += width)
                                {
                                    Vector256<float> all = Vector256.Load(source);
                                    all.Store(target);
                                    Vector256<double> low = Vector256.WidenLower(all), high = Vector256.WidenUpper(all);
                                    squareLow += low * low;
                                    squareHigh += high * high;
                                }
                            }
                            squareLow.Store(squares + n);
                            squareHigh.Store(squares + n + 4);
                        }
                        int values = inputs * 9, output = 0;
                        float* rows = y + firstInput * 9;
                        // Four outputs and four of their values at a time.
                        for (; output <= outputs - 4; output += 4)
                        {
                            float* source = turned + output;
                            float* result = rows + output * 72;
                            int i = 0;
                            for (; i <= values - 4; i += 4, source += 4 * width)
                            {
                                {
                                    Vector128<float> r0 = Vector128.Load(source);
                                    Vector128<float> r1 = Vector128.Load(source + width);
                                    Vector128<float> r2 = Vector128.Load(source + 2 * width);
                                    Vector128<float> r3 = Vector128.Load(source + 3 * width);
                                    Vector128<float> low01 = Sse.UnpackLow(r0, r1), low23 = Sse.UnpackLow(r2, r3);
                                    Vector128<float> high01 = Sse.UnpackHigh(r0, r1), high23 = Sse.UnpackHigh(r2, r3);
                                    Sse.MoveLowToHigh(low01, low23).Store(result + i);
                                    Sse.MoveHighToLow(low23, low01).Store(result + i + 72);
                                    Sse.MoveLowToHigh(high01, high23).Store(result + i + 144);
                                    Sse.MoveHighToLow(high23, high01).Store(result + i + 216);
                                }
                            }
                            for (; i < values; i++, source += width)
                            {
                                result[i] = source[0];
                                result[i + 72] = source[1];
                                result[i + 144] = source[2];
                                result[i + 216] = source[3];
                            }
                        }
                        for (; output < outputs; output++)
                        {
                            float* source = turned + output;
                            float* result = rows + output * 72;
                            int i = 0;
                            for (; i < values; i++, source += width) result[i] = *source;
                        }
                    }
                    // Lanes behind the last column have nothing to say, and what is padded to whole cache lines is zero.
                    int end = 16;
                    for (int lane = outputs; lane < end; lane++) squares[lane] = 0;
                }
            }
        }

        /// <summary>step: squares of other gradients.</summary>
        [@MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Step(KernelArguments* k, int first, int last)
        {
            unchecked
            {
                double* partials = (double*)(k->Workspace + 16);
                if (first < 1 && last > 0) SquaresOfChunks(k->Workspace + 280, 8, partials + 0, Math.Max(0, first - 0), Math.Min(1, last - 0));
                if (first < 2 && last > 1) SquaresOfChunks(k->Workspace + 272, 8, partials + 1, Math.Max(0, first - 1), Math.Min(1, last - 1));
                if (first < 3 && last > 2) SquaresOfChunks(k->Workspace + 8, 8, partials + 2, Math.Max(0, first - 2), Math.Min(1, last - 2));
                if (first < 4 && last > 3) SquaresOfChunks(k->Workspace, 8, partials + 3, Math.Max(0, first - 3), Math.Min(1, last - 3));
                if (first < 5 && last > 4) SquaresOfChunks(k->Workspace + 336, 16, partials + 4, Math.Max(0, first - 4), Math.Min(1, last - 4));
                if (first < 6 && last > 5) SquaresOfChunks(k->Workspace + 352, 16, partials + 5, Math.Max(0, first - 5), Math.Min(1, last - 5));
            }
        }